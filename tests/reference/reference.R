# The numbers of reference.csv, which tests/statistics holds the package against, and the public data they are made of.
#
#     Rscript reference.R        (in this folder)
#
# Needs R >= 4.2 and, of Debian, r-cran-survey r-cran-survival r-cran-cmprsk r-cran-mass r-cran-coin r-cran-hsaur3
# r-cran-boot r-cran-geepack r-cran-effectsize.
# Each number comes from a maintained R function where there is one, else from the definition solved or counted out by
# brute force; only Newcombe's two intervals repeat the published formula (on R's own Wilson limits).

suppressPackageStartupMessages({
  library(survey); library(survival); library(cmprsk); library(MASS); library(coin); library(HSAUR3)
  library(boot); library(geepack); library(effectsize)
})

kept <- character(0)
keep <- function(name, ...) {
  values <- c(...)
  ends <- if (length(values) == 1) "value" else if (length(values) == 2) c("low", "high") else c("value", "low", "high")
  kept <<- c(kept, sprintf("%s,%s,%s", name, ends, format(as.numeric(values), digits = 15, trim = TRUE, scientific = FALSE)))
}

## Proportions -------------------------------------------------------------------------------------------------------
wilson <- function(x, n, level = .95) suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE)$conf.int)
# Wald's interval on z^2 units more, half with and half without the property; cut at 0 and 1.
agresti_coull <- function(x, n, z = qnorm(.975)) {
  p <- (x + z^2 / 2) / (n + z^2)
  pmin(1, pmax(0, p + c(-1, 1) * z * sqrt(p * (1 - p) / (n + z^2))))
}
# The posterior's quantiles; at 0 and at n the end itself (Brown, Cai and DasGupta).
jeffreys <- function(x, n) {
  ends <- qbeta(c(.025, .975), x + .5, n - x + .5)
  c(if (x == 0) 0 else ends[1], if (x == n) 1 else ends[2])
}
for (z in list(c(81, 263), c(15, 148), c(0, 20), c(1, 29), c(9, 12), c(12, 12), c(11, 15), c(0, 1), c(3, 8))) {
  keep(sprintf("wilson %d %d", z[1], z[2]), z[1] / z[2], wilson(z[1], z[2]))
  keep(sprintf("clopper_pearson %d %d", z[1], z[2]), z[1] / z[2], binom.test(z[1], z[2])$conf.int)
  keep(sprintf("agresti_coull %d %d", z[1], z[2]), z[1] / z[2], agresti_coull(z[1], z[2]))
  keep(sprintf("jeffreys %d %d", z[1], z[2]), z[1] / z[2], jeffreys(z[1], z[2]))
}

# Wilson with finite population correction: the score test solved numerically, not the closed form.
wilson_fpc <- function(x, n, N) {
  p <- x / n
  beyond <- function(q) (p - q)^2 - qnorm(.975)^2 * q * (1 - q) / n * (N - n) / (N - 1)
  root <- function(a, b) uniroot(beyond, c(a, b), tol = 1e-14)$root
  c(root(1e-12, p), root(p, 1 - 1e-12))
}
for (z in list(c(9, 12, 14), c(11, 12, 15), c(5, 8, 14), c(7, 10, 15)))
  keep(sprintf("wilson_fpc %d %d %d", z[1], z[2], z[3]), z[1] / z[2], wilson_fpc(z[1], z[2], z[3]))

# Every number of the population tried: which does neither tail reject?
hypergeometric <- function(x, n, N) {
  K <- 0:N
  tails <- sapply(K, function(k) {
    p <- dhyper(0:n, k, N - k, n)
    min(sum(p[0:n >= x]), sum(p[0:n <= x]))
  })
  range(K[tails > .025])
}
for (z in list(c(9, 12, 14), c(9, 12, 12), c(11, 12, 15), c(5, 8, 14), c(7, 10, 15), c(0, 6, 13), c(6, 6, 13)))
  keep(sprintf("finite_population %d %d %d", z[1], z[2], z[3]), hypergeometric(z[1], z[2], z[3]))

newcombe <- function(x1, n1, x2, n2) {
  a <- wilson(x1, n1); b <- wilson(x2, n2); p <- x1 / n1; q <- x2 / n2
  c(p - q, p - q - sqrt((p - a[1])^2 + (b[2] - q)^2), p - q + sqrt((a[2] - p)^2 + (q - b[1])^2))
}
for (z in list(c(56, 70, 48, 80), c(9, 10, 3, 10), c(6, 7, 2, 7), c(5, 56, 0, 29), c(0, 10, 0, 20), c(10, 10, 0, 20)))
  keep(sprintf("risk_difference %d %d %d %d", z[1], z[2], z[3], z[4]), newcombe(z[1], z[2], z[3], z[4]))

# What a group of n can show: rises needed by the sign test, power of the paired t test.
for (n in c(6, 8, 12, 15, 30)) {
  keep(sprintf("sign_test_needs %d", n), min(which(sapply(1:n, function(k) k > n / 2 && binom.test(k, n)$p.value < .05))))
  keep(sprintf("smallest_effect %d", n), power.t.test(n = n, power = .8, type = "paired", strict = TRUE, tol = 1e-12)$delta)
  keep(sprintf("power_of %d", n), power.t.test(n = n, delta = .5, type = "paired", strict = TRUE)$power)
}

for (z in list(c(2, 11, 0), c(3.5, 11, 1), c(3.5, 11, 6), c(-2.2, 8, 1), c(14, 4, 6), c(.4, 29, 3)))
  keep(sprintf("chance_at_most %g %g %g", z[1], z[2], z[3]), pt(z[1], z[2], z[3]))

## Paired scores -----------------------------------------------------------------------------------------------------
ft <- subset(anorexia, Treat == "FT")
bb <- na.omit(BtheB[, c("bdi.pre", "bdi.8m")])
paired <- rbind(
  data.frame(group = "sleep", before = sleep$extra[sleep$group == 1], after = sleep$extra[sleep$group == 2]),
  data.frame(group = "anorexia", before = ft$Prewt, after = ft$Postwt),
  data.frame(group = "btheb", before = bb$bdi.pre, after = bb$bdi.8m),
  data.frame(group = "ladder", before = c(3, 4, 5, 5, 2, 6, 4, 3, 7, 5, 4, 6), after = c(5, 4, 6, 5, 5, 8, 3, 4, 7, 6, 4, 8)),
  data.frame(group = "smileys", before = c(3, 3, 4, 2, 3, 4, 5, 3, 4), after = c(4, 3, 4, 4, 4, 3, 5, 4, 4))
)
write.csv(paired, "paired.csv", row.names = FALSE, quote = FALSE)

# Every assignment of signs counted out, for every shift at and between the averages of two differences.
enumerated <- function(d, level = .95) {
  n <- length(d)
  signs <- as.matrix(expand.grid(rep(list(0:1), n)))
  p <- function(shift) {
    x <- round(d - shift, 9); r <- rank(abs(x))
    null <- as.vector(signs[, x != 0, drop = FALSE] %*% r[x != 0]); seen <- sum(r[x > 0])
    min(1, 2 * min(mean(null <= seen + 1e-9), mean(null >= seen - 1e-9)))
  }
  walsh <- outer(d, d, "+") / 2
  walsh <- walsh[!lower.tri(walsh)]
  w <- sort(unique(round(walsh, 9)))
  at <- sapply(w, p) > 1 - level
  between <- sapply((head(w, -1) + tail(w, -1)) / 2, p) > 1 - level
  low <- w[which(at | c(between, FALSE))[1]]
  high <- w[max(which(at | c(FALSE, between)))]
  list(estimate = c(median(walsh), low, high), p = p(0))
}

for (name in c("sleep", "anorexia", "btheb", "ladder", "smileys")) {
  one <- subset(paired, group == name); d <- round(one$after - one$before, 9)
  keep(paste("mean", name), mean(d), t.test(d)$conf.int)
  nonzero <- d[d != 0]
  keep(paste("sign", name), binom.test(sum(nonzero > 0), length(nonzero))$p.value)
  if (name == "anorexia") {       # no ties: R's own exact interval
    w <- wilcox.test(d, conf.int = TRUE, exact = TRUE)
    keep(paste("hodges_lehmann", name), unname(w$estimate), w$conf.int)
    keep(paste("signed_rank", name), w$p.value)
  } else if (name != "btheb") {   # ties: coin for the test, enumeration for the interval
    both <- enumerated(d)
    pratt <- pvalue(wilcoxsign_test(after ~ before, data = one, distribution = "exact", zero.method = "Pratt"))
    stopifnot(abs(both$p - pratt) < 1e-12)
    keep(paste("hodges_lehmann", name), both$estimate)
    keep(paste("signed_rank", name), as.numeric(pratt))
  }
}
# Effect sizes of the same pairs. effectsize's g has the factor in its exact form and shrinks the interval too; what is
# kept here is its d. The variances of d_av and d_rms are worked out by numerical derivatives of their definitions and the
# large-sample variances of a mean, two variances and a covariance, not by the closed forms.
delta_interval <- function(x, y, unit) {
  n <- length(x); s <- c(var(x), var(y), cov(x, y)); effect <- function(p) p[1] / unit(p[2], p[3])
  p <- c(mean(y - x), s)
  slope <- sapply(1:4, function(i) { h <- 1e-5 * max(1, abs(p[i])); e <- replace(numeric(4), i, h); (effect(p + e) - effect(p - e)) / (2 * h) })
  V <- matrix(0, 4, 4)
  V[1, 1] <- s[1] + s[2] - 2 * s[3]
  V[2:4, 2:4] <- matrix(c(2 * s[1]^2, 2 * s[3]^2, 2 * s[1] * s[3], 2 * s[3]^2, 2 * s[2]^2, 2 * s[2] * s[3],
                          2 * s[1] * s[3], 2 * s[2] * s[3], s[1] * s[2] + s[3]^2), 3)
  effect(p) + c(0, -1, 1) * qnorm(.975) * sqrt(as.numeric(slope %*% V %*% slope) / (n - 1))
}
for (name in c("sleep", "anorexia", "btheb", "ladder", "smileys")) {
  one <- subset(paired, group == name); x <- one$before; y <- one$after; d <- round(y - x, 9)
  z <- cohens_d(y, x, paired = TRUE)
  keep(paste("d_z", name), z$Cohens_d, z$CI_low, z$CI_high)
  keep(paste("d_av", name), delta_interval(x, y, function(a, b) (sqrt(a) + sqrt(b)) / 2))
  keep(paste("d_rms", name), delta_interval(x, y, function(a, b) sqrt((a + b) / 2)))
  df <- length(d) - 1
  keep(paste("hedges_factor", name), 1 - 3 / (4 * df - 1))
  keep(paste("rank_biserial", name), rank_biserial(d)$r_rank_biserial)
  keep(paste("common_language", name), mean(d > 0) + mean(d == 0) / 2, wilson(sum(d > 0) + sum(d == 0) / 2, length(d)))
  # Reliable change by a published norm of mean 70, deviation 9, reliability .84: each person's index, summed and squared.
  keep(paste("jacobson_truax", name), sum((d / (9 * sqrt(2 * .16)))^2))
  keep(paste("maassen", name), sum((d / sqrt((81 + 121) * .16))^2))
  keep(paste("edwards_nunnally", name), sum(((y - (.84 * x + .16 * 70)) / (9 * sqrt(.16)))^2))
}

# Medians with the interval that the sign test does not reject, each value tried; and a bootstrap of many draws.
sign_kept <- function(x) {
  rejected <- function(m) binom.test(c(sum(x > m), sum(x < m)))$p.value < .05
  tried <- sort(unique(c(x, x - 1e-6, x + 1e-6)))
  tried <- tried[tried >= min(x) & tried <= max(x)]
  round(range(tried[!sapply(tried, rejected)]), 5)
}
answers <- c(3, 4, 5, 4, 2, 5, 4, 4, 5, 1, 4, 5)
for (one in list(list("anorexia", ft$Prewt), list("quine", as.numeric(quine$Days)), list("answers", answers))) {
  keep(paste("median", one[[1]]), median(one[[2]]), sign_kept(one[[2]]))
  write.table(data.frame(one[[1]], one[[2]]), "single.csv", sep = ",", append = one[[1]] != "anorexia",
              row.names = FALSE, col.names = if (one[[1]] == "anorexia") c("group", "value") else FALSE, quote = FALSE)
  # boot.ci takes draws that equal the estimate for larger ones, which moves the interval of short scales, where they are
  # many; here half of them count as smaller. The acceleration is the jackknife's.
  set.seed(1)
  v <- one[[2]]; drawn <- boot(v, function(v, i) mean(v[i]), R = 20000)$t; n <- length(v)
  away <- mean(v) - sapply(seq_along(v), function(i) mean(v[-i]))
  a <- sum(away^3) / (6 * sum(away^2)^1.5)
  z0 <- qnorm(mean(drawn < mean(v) - 1e-9) + mean(abs(drawn - mean(v)) < 1e-9) / 2)
  places <- pnorm(z0 + (z0 + qnorm(c(.025, .975))) / (1 - a * (z0 + qnorm(c(.025, .975)))))
  keep(paste("bootstrap_mean", one[[1]]), mean(v), quantile(drawn, places))
}

# 52 pairs: the normal distribution, by root finding to four digits. R leaves out the pairs without a change before it
# estimates the change (-12.0), which overstates it; moved far from zero, the same data keep all their pairs (-11.5).
normal <- function(d, away) {
  w <- suppressWarnings(wilcox.test(d + away, conf.int = TRUE, exact = FALSE))
  round(c(unname(w$estimate), w$conf.int) - away, 1)
}
d <- with(bb, bdi.8m - bdi.pre)
keep("hodges_lehmann btheb", normal(d, 1000))
keep("hodges_lehmann btheb_changed", normal(d[d != 0], 0))
write.table(data.frame("btheb_changed", bb$bdi.pre, bb$bdi.8m)[d != 0, ], "paired.csv", sep = ",", append = TRUE,
            row.names = FALSE, col.names = FALSE, quote = FALSE)

# Means of part of a population: the design-based interval of a simple random sample.
answers <- data.frame(score = c(3, 4, 5, 4, 2, 5, 4, 4), population = 14)
fpc <- svymean(~score, svydesign(ids = ~1, fpc = ~population, data = answers))
keep("mean_fpc 8 14", as.numeric(coef(fpc)), as.numeric(confint(fpc, df = 7)))

## Rates clustered by person -----------------------------------------------------------------------------------------
attendance <- rbind(
  data.frame(group = "equal", presences = c(10, 8, 9, 4, 10, 7, 10, 9, 6, 10, 8, 9), due = 10),
  data.frame(group = "leavers", presences = c(9, 8, 3, 10, 0, 7, 5, 9), due = c(10, 10, 5, 10, 3, 8, 10, 9)),
  data.frame(group = "uneven", presences = c(1, 20, 2, 12, 3, 0, 14, 5, 7, 9, 11, 2, 6, 8, 1), due = c(2, 24, 4, 12, 3, 5, 16, 5, 9, 12, 11, 6, 8, 8, 4)),
  data.frame(group = "streaks", presences = c(10, 10, 0, 10, 1, 10, 9, 0, 10), due = 10),
  with(geepack::respiratory, data.frame(group = "respiratory", presences = as.numeric(tapply(outcome, interaction(center, id, drop = TRUE), sum)),
                                        due = as.numeric(tapply(outcome, interaction(center, id, drop = TRUE), length))))
)
write.csv(attendance, "attendance.csv", row.names = FALSE, quote = FALSE)
for (name in unique(attendance$group)) {
  one <- subset(attendance, group == name)
  design <- svydesign(ids = ~1, weights = ~1, data = one)
  ratio <- svyratio(~presences, ~due, design)
  p <- as.numeric(coef(ratio)); error <- as.numeric(SE(ratio)); total <- sum(one$due); m <- nrow(one)
  keep(paste("rate_error", name), error)
  # The score equation solved for a design effect and Student's quantile, not its closed form.
  effect <- max(error^2 / (p * (1 - p) / total), 1 + .1 * (sum(one$due^2) / total - 1))
  beyond <- function(q) (p - q)^2 - qt(.975, m - 1)^2 * q * (1 - q) * effect / total
  keep(paste("rate", name), p, uniroot(beyond, c(1e-12, p), tol = 1e-14)$root, uniroot(beyond, c(p, 1 - 1e-12), tol = 1e-14)$root)
  # The same sessions one by one, on the logit scale: a neighbour, to be close to, not equal.
  sessions <- data.frame(person = rep(seq_len(m), one$due), present = unlist(Map(function(y, d) rep(1:0, c(y, d - y)), one$presences, one$due)))
  # GEE by person with independent sessions: the sandwich on the logit, carried to the rate, for m - 1 degrees of freedom.
  gee <- geeglm(present ~ 1, data = sessions, id = person, family = binomial, corstr = "independence")
  keep(paste("rate_gee", name), sqrt(gee$geese$vbeta[1, 1] * m / (m - 1)) * p * (1 - p))
  logit <- svyciprop(~present, svydesign(ids = ~person, weights = ~1, data = sessions), method = "logit", df = m - 1)
  keep(paste("rate_logit", name), as.numeric(attr(logit, "ci")))
}

## Transitions -------------------------------------------------------------------------------------------------------
paired_newcombe <- function(a, gained, lost, d) {
  n <- a + gained + lost + d; p <- (a + gained) / n; q <- (a + lost) / n
  l <- wilson(a + gained, n); e <- wilson(a + lost, n)
  product <- prod(a + gained, lost + d, a + lost, gained + d); b <- a * d - gained * lost
  phi <- if (product == 0) 0 else (if (b > n / 2) b - n / 2 else if (b < 0) b else 0) / sqrt(product)
  spread <- function(x, y) sqrt(x^2 - 2 * phi * x * y + y^2)
  c(p - q, p - q - spread(p - l[1], e[2] - q), p - q + spread(l[2] - p, q - e[1]))
}
# Half of the chance of every outcome that is as likely as the one seen.
mid_p <- function(gained, lost) {
  p <- dbinom(0:(gained + lost), gained + lost, .5); seen <- p[gained + 1]
  sum(p[p < seen * (1 - 1e-9)]) + sum(p[abs(p - seen) <= seen * 1e-9]) / 2
}
for (z in list(c(794, 86, 150, 570), c(1, 1, 7, 12), c(59, 16, 6, 80), c(20, 2, 12, 16), c(3, 4, 4, 2), c(0, 5, 1, 6), c(0, 3, 0, 9))) {
  name <- paste(z, collapse = " ")
  keep(paste("paired_difference", name), paired_newcombe(z[1], z[2], z[3], z[4]))
  keep(paste("mcnemar_exact", name), binom.test(z[2], z[2] + z[3])$p.value)
  keep(paste("mcnemar_mid_p", name), mid_p(z[2], z[3]))
}

## Incidence ---------------------------------------------------------------------------------------------------------
m <- survival::mgus2
cohort <- data.frame(
  group = "cohort",
  time = c(2, 3, 3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 9, 9),
  reason = c(1, 2, 1, 0, 1, 2, 0, 1, 2, 1, 0, 0, 0, 2)
)
left_only <- function(group, time, status) data.frame(group = group, time = time, reason = as.numeric(status))
lung <- survival::lung; aml <- survival::aml
exits <- rbind(
  data.frame(group = "mgus2", time = ifelse(m$pstat == 0, m$futime, m$ptime), reason = ifelse(m$pstat == 0, 2 * m$death, 1)),
  cohort,
  left_only("lung1", lung$time[lung$sex == 1], lung$status[lung$sex == 1] == 2),
  left_only("lung2", lung$time[lung$sex == 2], lung$status[lung$sex == 2] == 2),
  left_only("aml1", aml$time[aml$x == "Maintained"], aml$status[aml$x == "Maintained"]),
  left_only("aml2", aml$time[aml$x != "Maintained"], aml$status[aml$x != "Maintained"]),
  left_only("half", c(2, 3, 5, 6, 8, 9, 9, 11), c(1, 1, 1, 1, 0, 0, 1, 0))
)
write.csv(exits, "exits.csv", row.names = FALSE, quote = FALSE)
for (name in c("mgus2", "cohort")) {
  one <- subset(exits, group == name)
  at <- if (name == "mgus2") c(60, 120, 240) else c(3, 5, 8, 9)
  states <- summary(survfit(Surv(time, factor(reason, 0:2)) ~ 1, one), times = at)
  gray <- timepoints(cuminc(one$time, one$reason), at)
  for (reason in 1:2) for (k in seq_along(at)) {
    stopifnot(abs(gray$est[reason, k] - states$pstate[k, reason + 1]) < 1e-12)
    keep(sprintf("incidence %s %d %d", name, reason, at[k]), states$pstate[k, reason + 1])
    keep(sprintf("incidence_error %s %d %d", name, reason, at[k]), states$std.err[k, reason + 1])
    if (reason == 1) keep(sprintf("at_risk %s %d", name, at[k]), states$n.risk[k, 1])
  }
}

## Stays: one way to leave -------------------------------------------------------------------------------------------
# What is not reached is written as -1.
for (name in c("lung1", "lung2", "aml1", "aml2", "half")) for (scale in c("log", "log-log", "plain")) {
  one <- subset(exits, group == name)
  fit <- survfit(Surv(time, reason) ~ 1, one, conf.type = scale)
  middle <- summary(fit)$table[c("median", "0.95LCL", "0.95UCL")]
  keep(paste("median_stay", name, scale), ifelse(is.na(middle), -1, middle))
  for (moment in quantile(one$time, c(.3, .6), type = 1)) {
    seen <- summary(fit, times = moment)
    keep(paste("kaplan_meier", name, scale, moment), seen$surv, seen$lower, seen$upper)
  }
}
log_rank <- function(...) {
  test <- survdiff(Surv(time, reason) ~ group, subset(exits, group %in% c(...)))
  c(test$chisq, pchisq(test$chisq, length(test$n) - 1, lower.tail = FALSE))
}
keep("log_rank lung1 lung2", log_rank("lung1", "lung2"))
keep("log_rank aml1 aml2", log_rank("aml1", "aml2"))
keep("log_rank aml1 aml2 half", log_rank("aml1", "aml2", "half"))

writeLines(c("quantity,part,number", kept), "reference.csv")
