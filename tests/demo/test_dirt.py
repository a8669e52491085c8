"""Every kind of spoilt form is among the written ones, as often as the truth on file says."""

from collections import Counter

from evaltools.demo.voices import HOSTILE


def test_every_spoilt_form_is_on_the_server(surveys, numbers, planted):
    named = {key: rows for key, rows in surveys.items() if key[1] not in ("visit", "yearly", "partners")}
    every = [row for rows in named.values() for row in rows]
    assert sum(row["token"] == "" for row in every) == planted("lost_token") > 0
    assert sum(row["token"] not in numbers and row["token"] != "" for row in every) == planted("unknown_token") > 0
    assert sum(row["submitdate"].startswith("2062") for row in every) == planted("impossible_date", "surveys: intake") > 0
    assert sum(row["submitdate"].startswith("1980") for row in every) == planted("no_date") > 0
    assert sum(row.get("venue") == "s9" for row in every) == planted("unknown_code") > 0
    unsent = Counter(wave for (_, wave), rows in named.items() for row in rows if row["submitdate"] == "")
    assert unsent["mid"] + unsent["followup6"] == planted("break_off") > 0
    assert unsent["end"] == planted("abandoned_duplicate") > 0
    assert unsent.total() == unsent["mid"] + unsent["followup6"] + unsent["end"]
    sent = [row for (_, wave), rows in named.items() if wave == "mid" for row in rows if row["submitdate"]]
    # Of the questions half-way, nobody leaves out more than a fifth by herself.
    shares = [sum(bool(row[code]) for code in list(row)[8:]) / len(list(row)[8:]) for row in sent]
    assert sum(0.5 < share < 0.75 for share in shares) == planted("partial") > 0


def test_every_second_form_and_every_form_in_another_wave_is_on_the_server(surveys, numbers, cohort_of, truth, planted):
    cohorts = truth["realised"]["cohorts"]
    late = early = twice = 0
    for programme in ("ateliers", "miriam"):
        found = Counter()
        for row in surveys[programme, "intake"]:
            if row["token"] in numbers and "2000" < row["submitdate"] < "2027":
                after = row["submitdate"][:10] > cohorts[cohort_of[numbers[row["token"]]]]["planned_end"]
                late += after
                found[row["token"]] += not after
        twice += sum(count == 2 for count in found.values())
        for row in surveys[programme, "followup6"]:
            end = cohorts[cohort_of[numbers[row["token"]]]]["planned_end"]
            early += row["startdate"][:10] < end
        ends = Counter(row["token"] for row in surveys[programme, "end"] if row["submitdate"] and row["token"])
        twice += sum(count == 2 for count in ends.values())
    assert late == planted("swapped_wave", "surveys: end") > 0
    assert early == planted("swapped_wave", "surveys: intake") > 0
    assert twice == planted("duplicate") > 0


def test_every_hostile_text_stands_in_a_form_as_it_was_written(surveys, planted):
    texts = Counter(row["suggestion"] for rows in surveys.values() for row in rows if row.get("suggestion") in HOSTILE)
    assert texts == dict.fromkeys(HOSTILE, 1)
    assert planted("hostile_text") == len(HOSTILE)
    said = " ".join(row.get("suggestion", "") for rows in surveys.values() for row in rows)
    for first, last in (("ء", "ي"), ("A", "z"), ("ş", "ş"), ("😀", "🙏")):
        assert any(first <= letter <= last for letter in said)
