"""A register of two Miriam groups and a workshop, with every log, small enough to count by hand."""

# ruff: noqa: E501 (a table is read across, one row a line)

GROUPS = """
cohorts
cohort programme site    case_manager start      planned_end end
m1     miriam    forest  CM1          2025-09-01 2026-08-01  .
m2     miriam    forest  .            2026-04-01 2027-01-31  .
m0     miriam    forest  CM1          2025-01-06 2025-12-31  2026-04-30
w1     ateliers  ixelles CM2          2026-02-02 2026-12-20  .

participants
participant single_mother employment  income             small_network reading_help shared_language children_band age_band  language entry_channel
anna        yes           none        integration_income yes           yes          yes             1             under_25  fr       cpas
bea         yes           job         work               no            no           no              4_plus        25_34     nl       school
cleo        no            jobseeking  .                  yes           .            yes             2             25_34     ar       internet
dora        yes           training    other              .             no           .               3             .         fr       .
eva         yes           none        .                  .             .            .               .             45_plus   tr       association
fay         yes           .           .                  .             .            .               2             35_44     fr       other

enrolments
participant cohort start      end        exit_reason  phase2_start
anna        m1     2025-09-01 .          .            2026-01-15
bea         m1     2025-09-20 .          .            .
cleo        m1     2025-11-15 2026-02-20 lost_contact 2026-01-15
dora        m2     2026-04-01 2026-05-10 lost_contact .
eva         m2     2026-05-15 .          .            .
fay         w1     2026-02-02 .          .            .
gwen        m0     2025-01-06 2026-04-30 completed    .
hana        m0     2025-02-10 2026-04-30 completed    .

sessions
session date       cohort site    programme kind        status    start_time phase worker workers lead         theme     form        venue_kind  chosen check_in accessible childcare agreement peer closing family children minutes certificates cancelled_for attended places outside alumni decisions
s1      2026-01-15 m1     .       .         group       held      09:30      2     W1     1       coach        housing   information cpas        no     no       no         no        no        no   .       .      .        120     .            .             .        .      .       .      .
s2      2026-04-06 m1     .       .         group       held      09:30      2     W1     2       coach        housing   information cpas        yes    yes      yes        yes       .         no   .       .      3        120     .            .             .        .      .       .      .
s3      2026-04-20 m1     .       .         group       held      14:45      2     W2     1       case_manager rights    reflection  association no     yes      no         no        .         yes  .       .      .        120     .            .             .        .      .       .      .
s4      2026-05-18 m1     .       .         group       held      10:00      2     W1     2       coach        other     action      cpas        yes    no       no         yes       .         no   .       .      2        120     .            .             .        .      .       .      .
s5      2026-06-01 m1     .       .         group       cancelled .          2     .      .       .            .         .           .           .      .        .          .         .         .    .       .      .        .       .            staff         .        .      .       .      .
t1      2026-04-08 m2     .       .         group       held      10:00      1     W3     .       psychologist identity  .           .           .      .        .          .         no        no   .       .      .        60      .            .             .        .      .       .      .
t2      2026-05-06 m2     .       .         group       held      .          1     W3     .       social       identity  .           .           .      .        .          .         yes       no   .       .      .        .       .            .             .        .      .       .      .
t3      2026-06-06 m2     .       .         group       held      10:00      1     W3     .       peer         health    .           .           .      .        .          .         no        no   .       .      .        60      .            .             .        .      .       .      .
c1      2026-04-29 m0     .       .         group       held      .          .     .      .       .            .         .           .           .      .        .          .         .         .    yes     yes    .        .       1            .             .        .      .       .      .
k1      2026-05-20 .      forest  miriam    cafe        held      .          .     .      .       .            .         .           .           .      .        .          .         .         .    .       .      .        .       .            .             9        .      .       5      .
k2      2026-05-21 .      forest  miriam    open        held      .          .     .      .       .            .         .           .           .      .        .          .         .         .    .       .      .        .       .            .             .        .      4       .      .
k3      2026-05-22 .      forest  miriam    codesign    held      .          .     .      .       .            .         .           .           .      .        .          .         .         .    .       .      .        .       .            .             6        .      .       .      2
w1s     2026-05-04 w1     .       .         group       held      09:00      .     .      .       .            .         .           .           .      .        .          .         .         .    .       .      .        .       .            .             .        .      .       .      .

presences
participant s1 s2 s3 s4 t1 t2 t3 w1s
anna        p  p  p  u  .  .  .  .
bea         p  u  u  p  .  .  .  .
cleo        p  .  .  .  .  .  .  .
dora        .  .  .  .  p  u  .  .
eva         .  .  .  .  .  .  p  .
fay         .  .  .  .  .  .  .  p

contacts
contact participant programme site   date       kind          place step                  topic   function help     orientation agreed context_social context_work context_family peer minutes
c1      anna        miriam    forest 2025-10-15 social        home  plan                  .       .        .        .           yes    .              .            .              no   60
c2      bea         miriam    forest 2026-01-10 social        walk  plan                  budget  .        .        .           no     .              .            .              no   30
c3      anna        miriam    forest 2026-01-20 social        .     orientation           .       .        .        job         .      yes            yes          yes            no   45
c4      cleo        miriam    forest 2026-01-22 social        .     orientation           .       .        .        training    .      yes            yes          no             no   45
c5      anna        miriam    forest 2026-04-10 psychological home  interview_preparation budget  informed computer .           .      .              .            .              yes  90
c6      anna        miriam    forest 2026-05-11 social        walk  job_interview         rights  .        .        .           .      .              .            .              no   30
c7      bea         miriam    forest 2026-06-01 legal         home  cv                    housing .        phone    .           .      .              .            .              no   .
c8      anna        miriam    forest 2026-06-15 social        .     cv                    .       .        .        .           .      .              .            .              no   30
c9      eva         miriam    forest 2026-06-20 social        .     project               .       .        .        .           .      .              .            .              no   30
c10     gwen        miriam    forest 2026-04-28 social        .     closing               .       .        .        .           .      .              .            .              no   30
c11     gwen        miriam    forest 2026-06-28 social        phone alumni                .       .        .        .           .      .              .            .              no   15
c12     anna        miriam    forest 2026-07-02 social        home  alumni                budget  .        .        .           .      .              .            .              no   30
"""

LOGS = """
rights
entitlement participant programme site   date       opened     right        status
r1          anna        miriam    forest 2025-07-10 2025-09-01 alimony      opened
r2          anna        miriam    forest 2025-12-01 2026-06-01 bim          opened
r3          bea         miriam    forest 2026-01-05 .          alimony      refused
r4          bea         miriam    forest 2026-05-05 2026-07-05 bim          opened
r5          eva         miriam    forest 2025-06-30 2025-08-01 bim          opened

goals
goal participant programme site   date       reviewed   own level
g1   anna        miriam    forest 2025-09-10 2026-02-01 yes reached
g2   anna        miriam    forest 2025-09-10 2026-03-01 no  less
g3   bea         miriam    forest 2026-04-10 2026-06-01 yes much_more
g4   bea         miriam    forest 2026-05-10 .          .   .

referrals
referral participant programme site   date       closed     domain        internal received manner outcome
f1       anna        miriam    forest 2025-08-10 2025-09-10 psychological no       no       warm   obtained
f2       anna        miriam    forest 2026-04-10 2026-05-10 legal         no       no       warm   obtained
f3       bea         miriam    forest 2026-04-11 2026-05-11 housing       yes      no       plain  refused
f4       bea         miriam    forest 2026-05-12 .          debts         yes      no       .      waiting
f5       eva         miriam    forest 2026-06-12 2026-06-20 psychological no       no       plain  lost
f6       eva         miriam    forest 2026-06-12 .          other         no       yes      .      .
f7       eva         miriam    forest 2026-06-13 2026-07-20 legal         no       no       warm   obtained

candidates
candidate programme site   date       invited    informed   interviewed accepted   started    channel     refusal
x1        miriam    forest 2026-01-10 2026-04-02 2026-04-05 2026-04-06  2026-04-07 2026-05-15 cpas        .
x2        miriam    forest 2026-04-01 2026-04-02 2026-04-05 2026-04-06  .          .          cpas        declined
x3        miriam    forest 2026-04-01 2026-04-03 .          .           .          .          school      unreachable
x4        miriam    forest 2026-06-20 .          .          .           .          .          association .
x5        miriam    forest 2025-06-20 2025-06-21 2025-06-22 2025-06-23  2025-06-24 2025-09-01 cpas        .

signals
signal programme site   date       kind    domain    power  discussed  recommended changed    obtained single_parents
g1     miriam    forest 2025-03-01 gap     childcare region 2025-03-11 2025-05-01  2026-05-01 budget   yes
g2     miriam    forest 2025-09-01 rule    housing   region 2025-09-21 .           .          .        .
g3     miriam    forest 2026-02-01 gap     childcare cpas   2026-03-03 2026-04-01  2026-08-01 plan     yes
g4     miriam    forest 2026-05-01 service legal     cpas   .          .           .          .        .

improvements
improvement cohort programme site   date       source about   decided    done       told
i1          m1     .         .      2026-01-10 cards  hours   2026-01-20 2026-02-01 2026-02-09
i2          m1     .         .      2026-04-10 cards  venue   2026-05-20 .          .
i3          m2     .         .      2026-05-10 survey content .          .          .
i4          m2     .         .      2026-05-11 survey content 2026-05-12 2026-06-01 2026-07-03

partners
partner programme site   date       signed     kind   domain
pa      miriam    forest 2025-01-01 2026-02-01 cpas   housing
pb      miriam    forest .          .          school family
pc      miriam    forest 2026-01-01 .          school work

partnerships
partnership partner cohort programme site   date       mode
q1          pa      m1     .         .      2025-10-01 group
q2          pa      m1     .         .      2026-04-15 group
q3          pb      m1     .         .      2026-04-16 individual
q4          pb      m2     .         .      2026-05-16 group
q5          pa      .      miriam    forest 2026-05-20 policy
q6          pc      .      miriam    forest 2026-02-20 group

staff
worker programme site   start      end        role         fte contract   sensitised gender_trained peer_trained outcome
CM1    miriam    forest 2025-03-01 .          case_manager 0.5 employee   2025-02-01 2024-06-30     .            .
W2     miriam    forest 2025-09-01 2026-04-15 social       1   employee   2025-10-01 2025-01-10     .            .
P1     miriam    forest 2026-01-01 .          peer         0.5 art60      .          .              2026-02-01   .
P2     miriam    forest 2025-01-01 2025-12-31 peer         1   art60      .          .              .            job
P3     miriam    forest 2026-05-01 .          peer         1   employee   .          2026-08-01     .            .

trainings
training programme date       kind        theme      method   hours invited attended coordinator practices reused
n1       miriam    2026-01-10 training    rights     .        6     10      8        .           2         .
n2       miriam    2026-02-21 intervision closing    oase     3     10      9        .           1         1
n3       miriam    2026-04-11 training    rights     .        5.5   .       .        .           .         1
n4       miriam    2026-05-11 coaching    .          .        2     2       2        .           .         .
n5       miriam    2026-05-20 meeting     .          .        1     .       .        yes         .         .
n6       miriam    2026-05-21 meeting     .          .        1     .       .        no          .         .

communications
communication programme site   date       kind      place       copies points reach shared registrations attendees contacts_made
m1            miriam    forest 2026-04-10 email     .           40     .      .     .      4             .         .
m2            miriam    forest 2026-05-10 email     .           60     .      .     .      .             .         .
m3            miriam    forest 2026-05-11 social    .           .      .      300   12     .             .         .
m4            miriam    forest 2026-05-12 social    .           .      .      200   .      .             .         .
m5            miriam    forest 2026-05-13 newspaper .           .      .      .     .      .             .         .
m6            miriam    forest 2026-05-14 website   .           .      .      .     .      .             .         .
m7            miriam    forest 2026-05-15 video     .           .      .      .     .      .             .         .
m8            miriam    forest 2026-05-16 poster    .           50     5      .     .      .             .         .
m9            miriam    forest 2026-05-17 leaflet   .           200    8      .     .      .             .         .
m10           miriam    forest 2026-05-18 event     .           .      .      .     .      .             14        6
m11           miriam    forest 2026-05-19 relay     health      .      .      .     .      .             .         .
m12           miriam    forest 2026-07-19 relay     health      .      .      .     .      .             .         .

costs
cost programme site   date       kind             amount planned
b1   miriam    forest 2025-08-01 supports         100    200
b2   miriam    forest 2026-04-01 pay              800.5  700
b3   miriam    forest 2026-05-01 training         99.5   .
b4   miriam    forest 2026-05-01 structural_grant 3000   .
b5   miriam    forest 2026-05-01 project_grant    1000   .
b6   miriam    forest 2025-06-30 pay              5000   .

checklists
point programme site   date       item           score
l1    miriam    forest 2026-01-10 step_free      0
l2    miriam    forest 2026-05-10 step_free      2
l3    miriam    forest 2026-05-10 pushchair      1
l4    miriam    forest 2026-05-10 trolley        1
l5    miriam    forest 2026-05-10 report_on_time 1
l6    miriam    forest 2026-02-10 report_on_time 0
l7    miriam    forest 2026-02-10 model_team     1
l8    miriam    forest 2026-02-10 model_solo     0
l9    miriam    forest 2026-02-10 foundation_3   2
l10   miriam    forest 2026-02-10 play_corner    1

themes
mention participant cohort programme site   date       source    theme   consent released
v1      anna        m1     .         .      2026-05-05 group     housing .       .
v2      bea         m1     .         .      2026-05-05 group     housing .       .
v3      anna        m1     .         .      2026-05-06 card      housing .       .
v4      eva         m2     .         .      2026-05-07 group     money   .       .
v5      gwen        m0     .         .      2026-04-07 testimony family  yes     yes
v6      hana        m0     .         .      2026-04-07 testimony family  yes     no
v7      anna        m1     .         .      2026-04-07 testimony family  no      .
"""
COURSE = GROUPS + LOGS

BUREAU = """
sessions
session date       site   programme kind       status    theme     attended places children
a1      2026-04-07 relais bureau    activity   held      .         10       20     .
a2      2026-05-12 relais bureau    children   held      .         5        10     8
a3      2026-05-13 relais bureau    permanence held      mediation 7        .      .
a4      2026-05-14 relais bureau    outing     cancelled .         .        15     .
a5      2026-05-14 relais bureau    cafe       held      .         3        .      .
a6      2026-07-01 relais bureau    children   held      .         5        10     8

visits
visit participant programme site   date       appointment first_contact waiting commune function start_time
v1    anna        bureau    relais 2025-09-01 yes         yes           .       .       .        .
v2    bea         bureau    relais 2025-08-01 yes         yes           .       .       .        .
v3    anna        bureau    relais 2026-04-07 yes         no            4       Ganshoren informed 17:00
v4    anna        bureau    relais 2026-04-09 no          no            .       Ganshoren informed 10:00
v5    bea         bureau    relais 2026-05-02 yes         no            8       Jette   informed 11:00
v6    .           bureau    relais 2026-05-12 no          .             .       .       .        .
v7    .           bureau    relais 2026-05-12 no          .             .       .       .        .
v8    cleo        bureau    relais 2026-06-22 no          yes           .       .       equipped 10:00
v9    cleo        bureau    relais 2026-07-01 no          .             9       Evere   .        .
v10   dora        bureau    relais 2026-03-31 .           .             .       .       .        .
v11   .           bureau    relais 2026-04-01 .           .             .       .       .        .
v12   .           bureau    relais 2026-06-30 .           .             .       .       .        .

contacts
contact participant programme site   date       kind
c1      anna        bureau    relais 2025-10-01 social
c2      anna        bureau    relais 2026-05-29 legal
c3      bea         bureau    relais 2026-05-30 social
c4      bea         bureau    relais 2026-05-31 listening

requests
request participant programme site   date       closed     domain  status       way      lacking
r1      anna        bureau    relais 2025-07-01 2025-07-11 housing resolved     here     no
r2      anna        bureau    relais 2026-04-01 2026-05-01 housing partly       warm     no
r3      bea         bureau    relais 2026-04-02 2026-04-22 debts   not_resolved referred yes
r4      bea         bureau    relais 2026-04-03 2026-07-01 debts   resolved     here     no

improvements
improvement programme site   date       about done
i1          bureau    relais 2026-01-10 hours 2026-02-01
i2          bureau    relais 2026-01-11 hours 2026-07-01
i3          bureau    relais 2026-01-12 venue 2026-02-01
"""
