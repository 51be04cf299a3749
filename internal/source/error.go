package source

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"weaktie/internal/clean"
)

// Error is a poll that failed, in words a curator can act on.
type Error struct {
	Health Health
	Status int       // HTTP status, 0 when there was none
	Until  time.Time // do not ask before; zero is unsaid
	Host   bool      // Until is for the whole host
	Msg    string    // one clear sentence, cleaned, without secrets
	Err    error
}

func (e *Error) Error() string { return e.Msg }
func (e *Error) Unwrap() error { return e.Err }

// Causes that this package gives to a fetch it breaks off.
var (
	errHeaders = errors.New("no answer in time")
	errIdle    = errors.New("the answer stopped coming")
	errWhole   = errors.New("the answer took too long")
	errTooBig  = errors.New("the answer is too big")
	errCoding  = errors.New("unknown compression")
	errPrivate = errors.New("private address")
)

// fail makes an Error of a sentence. The sentence is cleaned here, so that its
// parts may come from the network.
func fail(h Health, err error, format string, args ...any) *Error {
	return &Error{Health: h, Err: err, Msg: clean.Line(fmt.Sprintf(format, args...)).String()}
}

// Offline reports whether err looks like this machine's network being down
// rather than one host. A name that DNS does not know counts only with sure
// false: when every name is unknown, it is the network after all.
func Offline(err error) (offline, sure bool) {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return true, !dns.IsNotFound
	}
	for _, no := range []error{syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN} {
		if errors.Is(err, no) {
			return true, true
		}
	}
	return false, false
}

// netError says in words why there was no answer from host. The cause is kept
// without the address that net/http puts before it, which may hold secrets.
func netError(ctx context.Context, host string, limits Limits, err error) *Error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if cause := context.Cause(ctx); cause != nil && ctx.Err() != nil {
		err = cause
	}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fail(Transient, err, "asking %s was broken off", host)
	case errors.Is(err, errHeaders):
		return fail(Transient, err, "%s did not answer within %s", host, limits.Headers)
	case errors.Is(err, errIdle):
		return fail(Transient, err, "%s stopped in the middle of its answer", host)
	case errors.Is(err, errWhole):
		return fail(Transient, err, "the answer of %s took longer than %s", host, limits.Whole)
	case errors.Is(err, errTooBig):
		return fail(Broken, err, "the answer of %s is too big: more than %s", host, size(limits.Body))
	case errors.Is(err, errCoding):
		return fail(Broken, err, "%s sent an answer in a compression that was not asked for", host)
	case errors.Is(err, errPrivate):
		return fail(Blocked, err, "%s is a private address, which only an address you typed yourself may be", host)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fail(Transient, err, "the answer of %s was cut short", host)
	}
	if words := tlsWords(err); words != "" {
		return fail(Broken, err, "no safe connection to %s: %s", host, words)
	}
	return unreachable(host, err)
}

func unreachable(host string, err error) *Error {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		if dns.IsNotFound {
			return fail(Transient, err, "there is no host called %s: check the address", host)
		}
		return fail(Transient, err, "the address of %s could not be looked up: the network may be down", host)
	}
	if off, _ := Offline(err); off {
		return fail(Transient, err, "%s cannot be reached from here: the network may be down", host)
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return fail(Transient, err, "%s refuses connections", host)
	}
	var ne net.Error
	if errors.As(err, &ne) && ne.Timeout() {
		return fail(Transient, err, "%s did not answer in time", host)
	}
	return fail(Transient, err, "no answer from %s (%v)", host, innermost(err))
}

// tlsWords says what is wrong with a certificate or handshake; "" when the
// error is of another sort.
func tlsWords(err error) string {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var verify *tls.CertificateVerificationError
	var alert tls.AlertError
	switch {
	case errors.As(err, &name):
		return "its certificate is for another name"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "its certificate is not valid today"
	case errors.As(err, &unknown):
		return "its certificate is signed by nobody this machine trusts"
	case errors.As(err, &invalid), errors.As(err, &verify):
		return "its certificate is not valid"
	case errors.As(err, &record):
		return "it does not speak TLS there"
	case errors.As(err, &alert):
		return "it broke off the handshake"
	}
	return ""
}

// innermost is the plainest form of an error: no operation, no address.
func innermost(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}

// statusError says what a refusal means for the source.
func statusError(host string, r *reply, now time.Time, failures int) *Error {
	words := strings.ToLower(http.StatusText(r.status))
	msg := strings.TrimSpace(fmt.Sprintf("%s answered %d %s", host, r.status, words))
	if said := explanation(r); said != "" {
		msg += " (" + said + ")"
	}
	e := fail(Broken, nil, "%s", msg)
	e.Status = r.status
	switch {
	case r.status == http.StatusTooManyRequests:
		e.Health = RateLimited
	case r.status == http.StatusServiceUnavailable && r.header.Get("Retry-After") != "":
		e.Health = RateLimited
	case r.status == http.StatusUnauthorized, r.status == http.StatusProxyAuthRequired:
		e.Health = NeedsLogin
		e.Msg += ": it asks for a login, which an address may hold (https://user:password@…)"
	case r.status == http.StatusForbidden, r.status == http.StatusUnavailableForLegalReasons:
		e.Health = Blocked
	case r.status == http.StatusGone:
		e.Health = Gone
		e.Msg += ": it is gone for good and is not asked again"
	case r.status == http.StatusRequestTimeout, r.status >= 500:
		e.Health = Transient
	}
	if e.Health == RateLimited {
		until, ok := retryAt(r.header, now)
		if !ok {
			until = now.Add(backoff(failures))
		}
		waiting := waitError(host, until, now)
		waiting.Status = r.status
		return waiting
	}
	return e
}

// waitError is the answer for a host that asked for a pause.
func waitError(host string, until, now time.Time) *Error {
	e := fail(RateLimited, nil, "%s asks to wait until %s", host, clock(until, now))
	e.Until, e.Host = until, true
	return e
}

// clock writes a time for a person: the hour today, with the day otherwise.
func clock(t, now time.Time) string {
	t = t.In(now.Location())
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("2 January 15:04")
}

func size(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d KiB", n>>10)
}
