package source

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Bounds of what a server may ask for. Less than a minute is not worth a
// wait, and longer than a week is a mistake.
const (
	minWait = time.Minute
	maxWait = 7 * 24 * time.Hour

	firstBackoff = 10 * time.Minute // after a 429 that names no time
	lastBackoff  = 6 * time.Hour

	maxEvery = 24 * time.Hour // a year of max-age must not silence a source

	epochAbove = 1_000_000_000 // smaller numbers are seconds from now
)

// backoff is the wait after a refusal that names none.
func backoff(failures int) time.Duration {
	d := firstBackoff
	for range failures {
		if d *= 2; d >= lastBackoff {
			return lastBackoff
		}
	}
	return d
}

// retryAt reads when to come back: the latest of every Retry-After, else the
// reset time of the rate limit. Some servers send Retry-After twice, in
// seconds and as a date.
func retryAt(h http.Header, now time.Time) (time.Time, bool) {
	var at time.Time
	found := false
	for _, v := range h.Values("Retry-After") {
		if t, ok := retryAfter(v, now); ok {
			found = true
			if t.After(at) {
				at = t
			}
		}
	}
	if !found {
		at, found = resetAt(h, now)
	}
	if !found {
		return time.Time{}, false
	}
	return clampWait(at, now), true
}

func retryAfter(v string, now time.Time) (time.Time, bool) {
	v = strings.TrimSpace(v)
	if secs, err := strconv.ParseInt(v, 10, 64); err == nil {
		if secs < 0 {
			return time.Time{}, false
		}
		return now.Add(time.Duration(min(secs, int64(maxWait/time.Second))) * time.Second), true
	}
	t, err := http.ParseTime(v)
	return t, err == nil
}

func clampWait(at, now time.Time) time.Time {
	if at.Before(now.Add(minWait)) {
		return now.Add(minWait)
	}
	if at.After(now.Add(maxWait)) {
		return now.Add(maxWait)
	}
	return at
}

// resetAt reads X-RateLimit-Reset (an ISO time on the Mastodon family) and
// RateLimit-Reset (epoch or seconds from now).
func resetAt(h http.Header, now time.Time) (time.Time, bool) {
	for _, name := range []string{"X-RateLimit-Reset", "RateLimit-Reset"} {
		v := strings.TrimSpace(h.Get(name))
		if v == "" {
			continue
		}
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return t, true
		}
		secs, err := strconv.ParseFloat(v, 64)
		if err != nil || secs < 0 || secs > 1e11 {
			continue
		}
		if secs < epochAbove {
			return now.Add(time.Duration(min(secs, maxWait.Seconds()) * float64(time.Second))), true
		}
		return time.Unix(int64(secs), 0), true
	}
	return time.Time{}, false
}

// spent reports until when a host should be left alone because at most a tenth
// of its limit is left.
func spent(h http.Header, now time.Time) (time.Time, bool) {
	remaining, ok := headerNumber(h, "X-RateLimit-Remaining", "RateLimit-Remaining")
	if !ok {
		return time.Time{}, false
	}
	limit, ok := headerNumber(h, "X-RateLimit-Limit", "RateLimit-Limit")
	if !ok {
		limit = 0
	}
	if remaining*10 > limit {
		return time.Time{}, false
	}
	at, ok := resetAt(h, now)
	if !ok || !at.After(now) {
		return time.Time{}, false
	}
	return clampWait(at, now), true
}

func headerNumber(h http.Header, names ...string) (float64, bool) {
	for _, name := range names {
		v, _, _ := strings.Cut(h.Get(name), ",")
		v, _, _ = strings.Cut(v, ";")
		n, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		if err == nil && n >= 0 {
			return n, true
		}
	}
	return 0, false
}

// maxAge is how long an answer says it stays fresh.
func maxAge(h http.Header) time.Duration {
	for _, directive := range strings.Split(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		if !strings.EqualFold(name, "max-age") {
			continue
		}
		secs, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 64)
		if err != nil || secs < 0 {
			return 0
		}
		return time.Duration(min(secs, int64(maxEvery/time.Second))) * time.Second
	}
	return 0
}
