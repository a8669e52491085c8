import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.statistics import TooFew
from evaltools.statistics.attendance import Mark, attendance, longest_streak, silent_since
from evaltools.statistics.clustered import rate

N, P, E, A, L = Mark.NOT_DUE, Mark.PRESENT, Mark.EXCUSED, Mark.ABSENT, Mark.LEFT
GROUP = [
    [P, P, P, E, P, P],
    [P, A, P, A, A, A],
    [P, P, A, L, L, L],
    [N, N, P, P, E, P],
]


@st.composite
def registers(draw):
    """Persons who join, come or not, and may leave."""
    sessions = draw(st.integers(1, 8))
    rows = []
    for _ in range(draw(st.integers(1, 10))):
        late, left = draw(st.integers(0, sessions)), draw(st.integers(0, sessions))
        middle = draw(st.lists(st.sampled_from([P, E, A, N]), min_size=sessions, max_size=sessions))
        rows.append([L if i >= sessions - left else N if i < late else middle[i] for i in range(sessions)])
    return np.array(rows)


def due_once(rows):
    return ((rows != N) & (rows != L)).any()


def test_both_bases_counted_by_hand():
    found = attendance(GROUP)
    # Due: 6, 6, 3 and 4; present: 5, 2, 2 and 3.
    assert (found.still_enrolled.value, found.still_enrolled.n) == (12 / 19, 4)
    # The three who were there at the first session, for all six sessions.
    assert (found.enrolled_at_start.value, found.enrolled_at_start.n) == (9 / 18, 3)
    assert (found.excused.value, found.absent.value) == (2 / 19, 5 / 19)
    assert found.longest == (0, 3, 1, 0)


def test_intervals_are_those_of_the_rate_clustered_by_person():
    found = attendance(GROUP)
    assert found.still_enrolled == rate([5, 2, 2, 3], [6, 6, 3, 4])
    assert found.enrolled_at_start == rate([5, 2, 2], [6, 6, 6])


def test_when_the_least_assiduous_leave_only_one_of_the_two_rates_rises():
    stayed = [[P] * 8] * 6 + [[P, A, A, A, A, A, A, A]] * 4
    gone = [[P] * 8] * 6 + [[P, A, L, L, L, L, L, L]] * 4
    before, after = attendance(stayed), attendance(gone)
    assert after.still_enrolled.value > before.still_enrolled.value + 0.2
    assert after.enrolled_at_start == before.enrolled_at_start


def test_nobody_at_the_first_session_has_no_second_base():
    assert attendance([[N, P, A], [N, P, P]]).enrolled_at_start is None


def test_an_excuse_or_a_presence_ends_a_streak_and_sessions_not_due_do_not():
    assert longest_streak([A, A, E, A, N, A, A, P, A]) == 3
    assert longest_streak([P, E, N, L]) == 0


def test_dropout_is_dated_at_the_last_sign_and_never_with_a_return():
    assert silent_since([P, E, A, A, A]) == 2
    assert silent_since([P, A, N, A, A]) == 1
    assert silent_since([A, A, A]) == 0
    assert silent_since([P, A, A]) is None
    assert silent_since([A, A, A, A, P]) is None
    assert silent_since([P, A, A], least=2) == 1
    with pytest.raises(ValueError, match="at least one session"):
        silent_since([P], least=0)


def test_nobody_due_strange_marks_and_marks_after_leaving_are_refused():
    for rows in ([[N, N]], [[L]]):
        with pytest.raises(TooFew):
            attendance(rows)
    for rows, words in (([[7]], "mark of the register"), ([[np.nan]], "mark of the register"), ([[L, P]], "after she had left"),
                        ([P, A], "one row per person")):
        with pytest.raises(ValueError, match=words):
            attendance(rows)


@given(registers().filter(due_once))
def test_shares_sum_to_one_and_each_interval_holds_its_share(rows):
    found = attendance(rows)
    assert found.still_enrolled.value + found.excused.value + found.absent.value == pytest.approx(1)
    for estimate in (found.still_enrolled, found.enrolled_at_start, found.excused, found.absent):
        if estimate is not None and estimate.low is not None:
            assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@given(registers().filter(due_once), st.randoms())
def test_the_order_of_persons_does_not_matter(rows, random):
    order = random.sample(range(len(rows)), len(rows))
    here, there = attendance(rows), attendance(rows[order])
    assert here.still_enrolled.value == pytest.approx(there.still_enrolled.value)
    assert [here.longest[row] for row in order] == list(there.longest)


@given(registers().filter(due_once))
def test_leavers_never_raise_the_rate_of_those_enrolled_at_the_start(rows):
    everybody = rows[(rows[:, 0] != N) & (rows[:, 0] != L)]
    if len(everybody):
        found = attendance(everybody)
        assert found.enrolled_at_start.value <= found.still_enrolled.value + 1e-12
