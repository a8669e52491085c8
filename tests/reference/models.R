# The numbers of models.csv: trends, models, missing persons, scales and sites, and the public data they are made of.
#
#     Rscript models.R        (in this folder)
#
# Needs R >= 4.2 and, of Debian, r-cran-lme4 r-cran-lmertest r-cran-geepack r-cran-hsaur3 r-cran-sandwich r-cran-psych
# r-cran-lavaan r-cran-vgam r-cran-metafor. Each number comes from a maintained R function where there is one, else from
# the definition written out in matrices or sums. nhefs.csv is given, not made: a few columns of the public file that
# accompanies Hernan and Robins, What If (CRAN: causaldata).

suppressPackageStartupMessages({
  library(lme4); library(lmerTest); library(geepack); library(HSAUR3); library(sandwich); library(psych); library(lavaan)
  library(VGAM); library(metafor)
})

kept <- character(0)
keep <- function(name, ...) {
  values <- c(...)
  ends <- if (length(values) == 2) c("low", "high") else if (length(values) == 3) c("value", "low", "high") else rep("value", length(values))
  kept <<- c(kept, sprintf("%s,%s,%s", name, ends, format(as.numeric(values), digits = 15, trim = TRUE, scientific = FALSE)))
}
kept_as <- function(frame, name) write.csv(frame, name, row.names = FALSE, quote = FALSE, na = "")

## Control charts ----------------------------------------------------------------------------------------------------
series <- c(5, 7, 6, 8, 9, 5, 6, 7, 12, 6)
ranges <- abs(diff(series))
keep("xmr", mean(series), mean(series) - 2.66 * mean(ranges), mean(series) + 2.66 * mean(ranges))
keep("moving_range", mean(ranges), 0, 3.267 * mean(ranges))

# Presences among person-sessions, quarter by quarter; the second row varies more than chance.
chart <- data.frame(
  present = c(88, 95, 101, 76, 120, 98, 110, 84, 99, 105, 92, 87), due = c(110, 115, 120, 96, 140, 118, 130, 102, 121, 124, 113, 108),
  uneven = c(96, 104, 90, 84, 112, 108, 92, 90, 98, 115, 88, 99)
)
kept_as(chart, "presences.csv")
for (name in c("present", "uneven")) {
  x <- chart[[name]]; n <- chart$due; p <- sum(x) / sum(n); sd <- sqrt(p * (1 - p) / n)
  spread <- mean(abs(diff((x / n - p) / sd))) / 1.128
  keep(paste("p_centre", name), p)
  keep(paste("p_spread", name), spread)
  for (i in c(1, 4, 5)) {
    keep(paste("p_chart", name, i - 1), pmax(0, p - 3 * sd[i]), pmin(1, p + 3 * sd[i]))
    keep(paste("laney", name, i - 1), pmax(0, p - 3 * sd[i] * spread), pmin(1, p + 3 * sd[i] * spread))
  }
}

for (n in c(10, 20, 24)) {
  keep(sprintf("anhoej %d longest", n), round(log2(n) + 3))
  keep(sprintf("anhoej %d crossings", n), qbinom(.05, n - 1, .5))
}

## Multilevel --------------------------------------------------------------------------------------------------------
data(sleepstudy, package = "lme4")
kept_as(data.frame(outcome = sleepstudy$Reaction, days = sleepstudy$Days, person = as.integer(sleepstudy$Subject)), "sleepstudy.csv")

b <- BtheB
b$person <- seq_len(nrow(b))
waves <- c("bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m")
kept_as(data.frame(person = b$person, pre = b$bdi.pre, b[, waves], treated = as.integer(b$treatment == "BtheB"),
                   drug = as.integer(b$drug == "Yes"), long = as.integer(b$length == ">6m")), "btheb.csv")
long <- do.call(rbind, lapply(seq_along(waves), function(k)
  data.frame(person = b$person, outcome = b[[waves[k]]], pre = b$bdi.pre, month = c(2, 3, 5, 8)[k],
             treated = as.integer(b$treatment == "BtheB"), drug = as.integer(b$drug == "Yes"), long = as.integer(b$length == ">6m"))))
long <- long[!is.na(long$outcome), ]

coefficients_of <- function(name, fit) {
  table <- summary(fit, ddf = "Satterthwaite")$coefficients
  for (term in rownames(table)) {
    half <- qt(.975, table[term, "df"]) * table[term, "Std. Error"]
    label <- if (term == "(Intercept)") "intercept" else term
    keep(paste("coefficient", name, label), table[term, "Estimate"] + c(0, -half, half))
    keep(paste("satterthwaite", name, label), table[term, "df"])
  }
  spread <- as.data.frame(VarCorr(fit))
  for (k in seq_len(nrow(spread))) keep(paste("sd", name, tolower(spread$grp[k])), spread$sdcor[k])
  keep(paste("log_likelihood", name), as.numeric(logLik(fit)))
}
days <- data.frame(outcome = sleepstudy$Reaction, days = sleepstudy$Days, person = sleepstudy$Subject)
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10))
coefficients_of("sleepstudy", lmer(outcome ~ days + (1 | person), days, control = tight))
coefficients_of("btheb", lmer(outcome ~ pre + month + treated + drug + long + (1 | person), long, control = tight))

# Persons in cohorts: an invented programme of eight cohorts of six women, three waves, some missing.
set.seed(20260930)
cohorts <- expand.grid(wave = 0:2, woman = 1:6, cohort = 1:8)
cohorts$person <- (cohorts$cohort - 1) * 6 + cohorts$woman
cohorts$outcome <- round(5 + .6 * cohorts$wave + rnorm(8, sd = .8)[cohorts$cohort] + rnorm(48, sd = 1.2)[cohorts$person] + rnorm(144), 3)
cohorts$mentored <- as.integer(cohorts$cohort %% 2 == 0)
cohorts <- cohorts[-c(3, 12, 20, 21, 47, 80, 81, 99, 140), c("outcome", "wave", "mentored", "person", "cohort")]
kept_as(cohorts, "cohorts.csv")
coefficients_of("cohorts", lmer(outcome ~ wave + mentored + (1 | person) + (1 | cohort), cohorts, control = tight))

# GEE: geepack's estimates at the working correlation that SAS and statsmodels use (moments less the coefficients; geepack
# does not subtract them); the bias-reduced covariance of Mancl and DeRouen written out in matrices.
marginal <- function(name, formula, frame, family) {
  frame <- frame[order(frame$person), ]
  control <- geese.control(epsilon = 1e-12, maxit = 100)
  sizes <- table(frame$person); pairs <- sum(choose(sizes, 2)); rho <- 0
  repeat {
    fit <- do.call(geeglm, list(formula, data = frame, id = frame$person, family = family, corstr = "fixed", zcor = rep(rho, pairs), control = control))
    e <- residuals(fit, "pearson"); p <- length(coef(fit))
    products <- sum(tapply(e, frame$person, sum)^2 - tapply(e^2, frame$person, sum)) / 2
    moved <- products / (pairs - p) / (sum(e^2) / (length(e) - p)) - rho
    rho <- rho + moved
    if (abs(moved) < 1e-12) break
  }
  X <- model.matrix(fit); mu <- fitted(fit); r <- as.numeric(fit$y - mu)
  slope <- fit$family$mu.eta(fit$linear.predictors); v <- fit$family$variance(mu)
  clusters <- split(seq_along(r), frame$person)
  parts <- lapply(clusters, function(i) {
    D <- slope[i] * X[i, , drop = FALSE]
    R <- matrix(rho, length(i), length(i)); diag(R) <- 1
    list(D = D, W = solve(sqrt(v[i]) * t(sqrt(v[i]) * R)), r = r[i])
  })
  bread <- solve(Reduce(`+`, lapply(parts, function(g) t(g$D) %*% g$W %*% g$D)))
  meat <- Reduce(`+`, lapply(parts, function(g) {
    H <- g$D %*% bread %*% t(g$D) %*% g$W
    u <- t(g$D) %*% g$W %*% solve(diag(length(g$r)) - H, g$r)
    u %*% t(u)
  }))
  error <- sqrt(diag(bread %*% meat %*% bread)); freedom <- length(clusters) - ncol(X)
  table <- coef(summary(fit)); rownames(table)[1] <- "intercept"
  for (k in seq_len(nrow(table))) {
    keep(paste("gee", name, rownames(table)[k]), coef(fit)[k] + c(0, -1, 1) * qt(.975, freedom) * error[k])
    keep(paste("gee_robust", name, rownames(table)[k]), table[k, "Std.err"])
  }
  keep(paste("gee_correlation", name), rho)
}
data(respiratory, package = "geepack")
breath <- with(respiratory, data.frame(outcome, baseline, center, male = as.integer(sex == "M"), placebo = as.integer(treat == "P"), age,
                                       squared = age^2, person = as.integer(interaction(center, id, drop = TRUE))))
kept_as(breath, "respiratory.csv")
marginal("respiratory", outcome ~ baseline + center + male + placebo + age + squared, breath, binomial)
marginal("btheb", outcome ~ pre + month + treated + drug + long, long, gaussian)

## Attrition ---------------------------------------------------------------------------------------------------------
stayed <- !is.na(b$bdi.8m)
for (name in c("pre", "treated", "drug", "long")) {
  x <- list(pre = b$bdi.pre, treated = b$treatment == "BtheB", drug = b$drug == "Yes", long = b$length == ">6m")[[name]] + 0
  a <- x[stayed]; z <- x[!stayed]
  spread <- if (name == "pre") sqrt((var(a) + var(z)) / 2) else sqrt((mean(a) * (1 - mean(a)) + mean(z) * (1 - mean(z))) / 2)
  d <- (mean(a) - mean(z)) / spread
  half <- qnorm(.975) * sqrt(1 / length(a) + 1 / length(z) + d^2 / (2 * (length(a) + length(z))))
  keep(paste("stayed", name), mean(a)); keep(paste("lost", name), mean(z))
  keep(paste("standardised", name), d, d - half, d + half)
}
for (wave in waves) {
  x <- sum(!is.na(b[[wave]]))
  keep(paste("retention", wave), x / nrow(b), prop.test(x, nrow(b), correct = FALSE)$conf.int)
}
# Every lost person at 0, or at 63: the ends of Beck's scale.
keep("mean_bounds btheb", mean(ifelse(stayed, b$bdi.8m, 0)), mean(ifelse(stayed, b$bdi.8m, 63)))

## Weighting ---------------------------------------------------------------------------------------------------------
smokers <- read.csv("nhefs.csv")
terms <- "sex + race + age + I(age^2) + factor(education) + smokeintensity + I(smokeintensity^2) + smokeyrs + I(smokeyrs^2) + factor(exercise) + factor(active) + wt71 + I(wt71^2)"
exact <- glm.control(epsilon = 1e-14, maxit = 100)
chance <- function(formula, truth) {
  p <- fitted(glm(as.formula(formula), binomial, smokers, control = exact))
  ifelse(truth == 1, p, 1 - p)
}
smokers$answered <- as.integer(!is.na(smokers$wt82_71))
treatment <- chance("qsmk ~ 1", smokers$qsmk) / chance(paste("qsmk ~", terms), smokers$qsmk)
response <- chance("answered ~ qsmk", smokers$answered) / chance(paste("answered ~ qsmk +", terms), smokers$answered)
answered <- smokers$answered == 1
w <- (treatment * response)[answered]
keep("weights treatment", mean(treatment), min(treatment), max(treatment))
keep("weights both", mean(w), min(w), max(w))
keep("weights response", mean(response[answered]), min(response[answered]), max(response[answered]))
keep("effective response", sum(response[answered])^2 / sum(response[answered]^2))
cut <- quantile(response[answered], c(.01, .99))
keep("truncated response", range(pmin(pmax(response[answered], cut[1]), cut[2])))
robust <- function(name, formula, frame, weights, term) {
  frame$w <- weights
  fit <- lm(formula, frame, weights = w)
  half <- qnorm(.975) * sqrt(vcovHC(fit, "HC0")[term, term])
  keep(name, coef(fit)[term] + c(0, -half, half))
}
robust("weighted_mean", wt82_71 ~ 1, smokers[answered, ], response[answered], 1)
robust("weighted_difference", wt82_71 ~ qsmk, smokers[answered, ], w, 2)

## Multiple testing --------------------------------------------------------------------------------------------------
p <- c(.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1)
for (k in seq_along(p)) {
  keep(paste("holm", k - 1), p.adjust(p, "holm")[k])
  keep(paste("benjamini_hochberg", k - 1), p.adjust(p, "BH")[k])
}

## Reliability -------------------------------------------------------------------------------------------------------
kept_as(attitude, "attitude.csv")
items <- na.omit(bfi[, c("A1", "A2", "A3", "A4", "A5", "C1", "C2", "C3", "C4", "C5", "N1", "N2", "N3", "N4", "N5")])
for (reversed in c("A1", "C4", "C5")) items[[reversed]] <- 7 - items[[reversed]]
items <- items[seq(1, nrow(items), 4), ]
kept_as(items, "bfi.csv")
feldt <- function(name, answers) {
  fit <- suppressWarnings(psych::alpha(answers, check.keys = FALSE))
  found <- unlist(fit$feldt[c("alpha", "lower.ci", "upper.ci")])
  keep(paste("alpha", name), found)
}
invisible(capture.output({
  feldt("attitude", attitude[rep(seq_len(30), 4), ])
  for (trait in c("A", "C", "N")) {
    one <- items[, paste0(trait, 1:5)]
    feldt(trait, one)
    rest <- psych::alpha(one, check.keys = FALSE)$item.stats$r.drop
    for (k in 1:5) keep(paste("item_rest", trait, k), rest[k])
    fit <- cfa(paste("f =~", paste(names(one), collapse = " + ")), data = one, std.lv = TRUE)
    found <- lavInspect(fit, "est")
    keep(paste("omega", trait), sum(found$lambda)^2 / (sum(found$lambda)^2 + sum(found$theta)))
  }
}))
whole <- na.omit(bfi[, paste0("N", 1:5)])
whole_fit <- lavInspect(cfa("f =~ N1 + N2 + N3 + N4 + N5", data = whole, std.lv = TRUE), "est")
stopifnot(abs(sum(whole_fit$lambda)^2 / (sum(whole_fit$lambda)^2 + sum(whole_fit$theta)) - .81284) < 1e-5)

## Sites -------------------------------------------------------------------------------------------------------------
herds <- aggregate(cbind(incidence, size) ~ herd, cbpp, sum)
kept_as(data.frame(site = as.integer(herds$herd), count = herds$incidence, n = herds$size), "sites.csv")
target <- sum(herds$incidence) / sum(herds$size)
quantile_between <- function(p, n) {
  r <- qbinom(p, n, target)
  (r - (pbinom(r, n, target) - p) / dbinom(r, n, target)) / n
}
for (n in sort(unique(herds$size))) {
  keep(paste("funnel 95", n), pmax(0, quantile_between(.025, n)), pmin(1, quantile_between(.975, n)))
  keep(paste("funnel 99.8", n), pmax(0, quantile_between(.001, n)), pmin(1, quantile_between(.999, n)))
}
z <- (herds$incidence / herds$size - target) / sqrt(target * (1 - target) / herds$size)
ends <- quantile(z, c(.1, .9))
keep("dispersion", mean(pmin(pmax(z, ends[1]), ends[2])^2))
# The beta-binomial averaged over its mean (uniform) and shrinkage (uniform at the harmonic mean size), by nested integrals.
usual <- nrow(herds) / sum(1 / herds$size)
shapes <- coef(vglm(cbind(incidence, size - incidence) ~ 1, betabinomialff, herds, epsilon = 1e-12, maxit = 200))
fit <- function(m, b) {
  precision <- usual * b / (1 - b)
  sum(lbeta(m * precision + herds$incidence, (1 - m) * precision + herds$size - herds$incidence) - lbeta(m * precision, (1 - m) * precision))
}
likeliest <- optim(c(-1, 0), function(at) -fit(plogis(at[1]), plogis(at[2])), control = list(reltol = 1e-15))
# VGAM finds the same likeliest distribution as the function that is integrated.
stopifnot(abs(usual * exp(likeliest$par[2]) / sum(exp(shapes)) - 1) < 1e-3, abs(plogis(likeliest$par[1]) - exp(shapes[1]) / sum(exp(shapes))) < 1e-4)
averaged <- function(worth) {
  inner <- function(b) sapply(b, function(one) integrate(function(m) sapply(m, function(at) exp(fit(at, one) + likeliest$value) * worth(at, one)), 0, 1, rel.tol = 1e-9, subdivisions = 1000)$value)
  integrate(inner, 0, 1, rel.tol = 1e-8, subdivisions = 1000)$value
}
whole <- averaged(function(m, b) 1)
for (k in c(1, 2, 8)) {
  first <- function(m, b) m * usual * b / (1 - b) + herds$incidence[k]
  second <- function(m, b) (1 - m) * usual * b / (1 - b) + herds$size[k] - herds$incidence[k]
  below <- function(q) averaged(function(m, b) pbeta(q, first(m, b), second(m, b))) / whole
  ends <- sapply(c(.025, .975), function(tail) uniroot(function(q) below(q) - tail, c(.001, .8), tol = 1e-7)$root)
  keep(paste("shrunken", k - 1), averaged(function(m, b) first(m, b) / (first(m, b) + second(m, b))) / whole, ends)
}

## Regression to the mean --------------------------------------------------------------------------------------------
# Chosen below a cut-off, measured again: both means by numerical integration over the bivariate normal.
chosen <- function(cutoff, mean, sd, r) {
  share <- pnorm(cutoff, mean, sd)
  first <- integrate(function(x) x * dnorm(x, mean, sd), -Inf, cutoff, rel.tol = 1e-12)$value / share
  again <- integrate(function(x) (mean + r * (x - mean)) * dnorm(x, mean, sd), -Inf, cutoff, rel.tol = 1e-12)$value / share
  again - first
}
keep("below 5 6 2 0.7", chosen(5, 6, 2, .7)); keep("below 40 50 10 0.5", chosen(40, 50, 10, .5)); keep("below 12 10 3 0.9", chosen(12, 10, 3, .9))

## Stratified tables -------------------------------------------------------------------------------------------------
admissions <- as.data.frame(UCBAdmissions)
kept_as(data.frame(admitted = as.integer(admissions$Admit == "Admitted"), man = as.integer(admissions$Gender == "Male"),
                   department = as.integer(admissions$Dept), persons = admissions$Freq), "admissions.csv")
small <- list(early = c(4, 3, 2, 5), middle = c(3, 5, 1, 4), late = c(5, 2, 3, 4), single = c(0, 4, 2, 6))
pooled <- function(name, tables) {
  x <- sapply(tables, function(t) t[c(1, 2, 3, 4)])
  odds <- rma.mh(ai = x[1, ], bi = x[2, ], ci = x[3, ], di = x[4, ], measure = "OR", correct = FALSE)
  keep(paste("mh_odds", name), exp(c(odds$beta, odds$ci.lb, odds$ci.ub)))
  risk <- rma.mh(ai = x[1, ], bi = x[2, ], ci = x[3, ], di = x[4, ], measure = "RD")
  keep(paste("mh_difference", name), c(risk$beta, risk$ci.lb, risk$ci.ub))
  cube <- array(x, c(2, 2, ncol(x)))
  test <- mantelhaen.test(cube, correct = FALSE)
  keep(paste("mh_p", name), test$p.value)
  stopifnot(abs(log(test$estimate) - odds$beta) < 1e-9)
  keep(paste("mh_exact_p", name), mantelhaen.test(cube, exact = TRUE)$p.value)
}
pooled("admissions", lapply(1:6, function(k) c(UCBAdmissions["Admitted", "Male", k], UCBAdmissions["Rejected", "Male", k],
                                               UCBAdmissions["Admitted", "Female", k], UCBAdmissions["Rejected", "Female", k])))
pooled("small", small)

## Scales ------------------------------------------------------------------------------------------------------------
# Keys by place, as the publications print them, scored by psych. Of Rosenberg's scale both orders in use: the first is the
# author's, the second starts with overall satisfaction; the same thirty persons answer both.
set.seed(20260930)
first_order <- c("Worth", "Qualities", "Failure", "Able", "NotProud", "Positive", "Satisfied", "MoreRespect", "Useless", "NoGood")
second_order <- c("Satisfied", "NoGood", "Qualities", "Able", "NotProud", "Useless", "Worth", "MoreRespect", "Failure", "Positive")
scored <- function(answers, reversed, low, high, totals) {
  signs <- rep(1, ncol(answers)); signs[reversed] <- -1
  as.numeric(scoreItems(signs, answers, totals = totals, min = low, max = high)$scores)
}
drawn <- function(items, low, high) as.data.frame(matrix(sample(low:high, 30 * items, TRUE), 30))
forms <- NULL
form <- function(scale, answers, scores) {
  long <- data.frame(scale = scale, person = seq_len(30), place = rep(seq_len(ncol(answers)), each = 30), answer = unlist(answers), score = scores)
  forms <<- rbind(forms, long)
}
one <- setNames(drawn(10, 0, 3), first_order)
other <- one[, second_order]
both <- list(scored(one, c(3, 5, 8, 9, 10), 0, 3, TRUE), scored(other, c(2, 5, 6, 8, 9), 0, 3, TRUE))
stopifnot(all(both[[1]] == both[[2]]))
form("rses-first", one, both[[1]]); form("rses-second", other, both[[2]])
for (key in list(list("pss10", 10, 0, 4, c(4, 5, 7, 8), TRUE), list("pss4", 4, 0, 4, c(2, 3), TRUE), list("brs", 6, 1, 5, c(2, 4, 6), FALSE),
                 list("gse10", 10, 1, 4, integer(0), TRUE), list("gad7", 7, 0, 3, integer(0), TRUE))) {
  answers <- drawn(key[[2]], key[[3]], key[[4]])
  form(key[[1]], answers, scored(answers, key[[5]], key[[3]], key[[4]], key[[6]]))
}
forms$score <- round(forms$score, 9)
kept_as(forms, "scales.csv")

writeLines(c("quantity,part,number", kept), "models.csv")
