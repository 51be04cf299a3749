package owner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// serve answers calls in dir until the test ends; stop ends it earlier.
func serve(t *testing.T, dir string, run Run) (stop func()) {
	t.Helper()
	l, err := Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, l, run) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func TestACallGoesThereAndItsOutputComesBack(t *testing.T) {
	dir := t.TempDir()
	var got Call
	serve(t, dir, func(_ context.Context, c Call, stdout, stderr io.Writer) int {
		got = c
		fmt.Fprint(stdout, "out ")
		fmt.Fprint(stderr, "err")
		stdout.Write(bytes.Repeat([]byte("x"), 3*pieceSize+1))
		return -7
	})
	stdin := bytes.Repeat([]byte("in\n"), 1<<20)
	var out, errs bytes.Buffer
	exit, err := Ask(t.Context(), dir, Call{
		Args: []string{"poll", "--all", "ü\x00\xff"}, Dir: "/here", Width: 80, Stdin: stdin,
		Env: map[string]string{"NO_COLOR": "1", "COLUMNS": "80", "API_TOKEN": "secret", "LD_PRELOAD": "x"},
	}, &out, &errs)
	if err != nil || exit != -7 {
		t.Fatal(exit, err)
	}
	if out.Len() != 3*pieceSize+5 || !strings.HasPrefix(out.String(), "out xx") || errs.String() != "err" {
		t.Errorf("%d bytes of output, %q on standard error", out.Len(), errs.String())
	}
	if strings.Join(got.Args, " ") != "poll --all ü\x00\xff" || got.Dir != "/here" || got.Width != 80 || !bytes.Equal(got.Stdin, stdin) {
		t.Errorf("the call came as %q %q %d, %d bytes of input", got.Args, got.Dir, got.Width, len(got.Stdin))
	}
	if want := map[string]string{"NO_COLOR": "1", "COLUMNS": "80"}; !maps.Equal(got.Env, want) {
		t.Errorf("the environment came as %v, want %v", got.Env, want)
	}
}

func TestOutputComesAsItIsWritten(t *testing.T) {
	dir := t.TempDir()
	read := make(chan struct{})
	serve(t, dir, func(ctx context.Context, _ Call, stdout, _ io.Writer) int {
		fmt.Fprintln(stdout, "first")
		select {
		case <-read:
			return 0
		case <-ctx.Done():
			return 1
		}
	})
	r, w := io.Pipe()
	go func() {
		// The call does not end before this was read.
		if line, err := io.ReadAll(io.LimitReader(r, 6)); err != nil || string(line) != "first\n" {
			t.Errorf("read %q, %v", line, err)
		}
		close(read)
	}()
	if exit, err := Ask(t.Context(), dir, Call{}, w, io.Discard); exit != 0 || err != nil {
		t.Error(exit, err)
	}
}

func TestCallsRunAtOnce(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	all.Add(3)
	serve(t, dir, func(_ context.Context, c Call, stdout, _ io.Writer) int {
		all.Done()
		all.Wait() // none ends before all have begun
		fmt.Fprint(stdout, c.Args[0])
		return 0
	})
	var asked sync.WaitGroup
	for _, name := range []string{"a", "b", "c"} {
		asked.Go(func() {
			var out bytes.Buffer
			if exit, err := Ask(t.Context(), dir, Call{Args: []string{name}}, &out, io.Discard); exit != 0 || err != nil || out.String() != name {
				t.Errorf("%s: %d %v %q", name, exit, err, out.String())
			}
		})
	}
	asked.Wait()
}

func TestWhoGoesAwayCancels(t *testing.T) {
	dir := t.TempDir()
	running, cancelled := make(chan struct{}), make(chan struct{})
	serve(t, dir, func(ctx context.Context, _ Call, _, _ io.Writer) int {
		close(running)
		<-ctx.Done()
		close(cancelled)
		return 4
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-running; cancel() }()
	if _, err := Ask(ctx, dir, Call{}, io.Discard, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("Ask: %v", err)
	}
	<-cancelled
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no more") }

func TestOutputThatNobodyTakesCancels(t *testing.T) {
	dir := t.TempDir()
	cancelled := make(chan struct{})
	serve(t, dir, func(ctx context.Context, _ Call, stdout, _ io.Writer) int {
		fmt.Fprint(stdout, "x")
		<-ctx.Done()
		close(cancelled)
		return 0
	})
	if _, err := Ask(t.Context(), dir, Call{}, full{}, io.Discard); err == nil || !strings.Contains(err.Error(), "no more") {
		t.Errorf("Ask: %v", err)
	}
	<-cancelled
}

func TestTheOwnerEndsItsCallsBeforeItself(t *testing.T) {
	dir := t.TempDir()
	running, finished := make(chan struct{}), false
	stop := serve(t, dir, func(ctx context.Context, _ Call, stdout, _ io.Writer) int {
		close(running)
		<-ctx.Done()
		fmt.Fprint(stdout, "interrupted")
		finished = true
		return 4
	})
	asked := make(chan error, 1)
	var out bytes.Buffer
	go func() {
		exit, err := Ask(t.Context(), dir, Call{}, &out, io.Discard)
		if exit != 4 {
			err = errors.Join(err, fmt.Errorf("exit %d", exit))
		}
		asked <- err
	}()
	<-running
	stop()
	if !finished {
		t.Error("Serve returned before its call")
	}
	if err := <-asked; err != nil || out.String() != "interrupted" {
		t.Errorf("the caller got %q, %v", out.String(), err)
	}
	if _, err := Ask(t.Context(), dir, Call{}, io.Discard, io.Discard); !errors.Is(err, ErrNobody) {
		t.Errorf("after the end: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestAPanicIsTheCallsAlone(t *testing.T) {
	dir := t.TempDir()
	serve(t, dir, func(_ context.Context, c Call, _, _ io.Writer) int {
		if c.Args[0] == "bad" {
			panic("boom")
		}
		return 0
	})
	var errs bytes.Buffer
	if exit, err := Ask(t.Context(), dir, Call{Args: []string{"bad"}}, io.Discard, &errs); exit != exitFailed || err != nil || !strings.Contains(errs.String(), "boom") {
		t.Errorf("%d %v %q", exit, err, errs.String())
	}
	if exit, err := Ask(t.Context(), dir, Call{Args: []string{"good"}}, io.Discard, io.Discard); exit != 0 || err != nil {
		t.Errorf("afterwards: %d %v", exit, err)
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	dir := t.TempDir()
	serve(t, dir, func(context.Context, Call, io.Writer, io.Writer) int { return 0 })
	for name, c := range map[string]Call{
		"arguments": {Args: []string{strings.Repeat("x", frameLimit)}},
		"input":     {Stdin: make([]byte, stdinLimit+1)},
	} {
		if _, err := Ask(t.Context(), dir, c, io.Discard, io.Discard); !errors.Is(err, ErrBig) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever comes in by the socket, the owner goes on serving.
func TestStrangersAreHungUpOn(t *testing.T) {
	dir := t.TempDir()
	serve(t, dir, func(context.Context, Call, io.Writer, io.Writer) int { return 5 })
	path, err := place(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, said := range map[string]string{
		"http":         "GET / HTTP/1.1\r\n\r\n",
		"a huge frame": "c\xff\xff\xff\xff",
		"no json":      "c\x00\x00\x00\x01{",
		"unknown kind": "?\x00\x00\x00\x00",
	} {
		conn, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, said); err != nil {
			t.Fatal(err)
		}
		// It may end by a reset: what matters is what was said until then.
		if got, _ := io.ReadAll(conn); string(got) != hello {
			t.Errorf("%s: was answered %q", name, got)
		}
		conn.Close()
	}
	if exit, err := Ask(t.Context(), dir, Call{}, io.Discard, io.Discard); exit != 5 || err != nil {
		t.Errorf("afterwards: %d %v", exit, err)
	}
}

func TestAnotherProtocolIsSaid(t *testing.T) {
	dir := t.TempDir()
	l, err := Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		if conn, err := l.Accept(); err == nil {
			io.WriteString(conn, "weaktie owner 9\n")
			conn.Close()
		}
	}()
	if _, err := Ask(t.Context(), dir, Call{}, io.Discard, io.Discard); !errors.Is(err, ErrOther) {
		t.Errorf("Ask: %v", err)
	}
}

func TestTheSocketIsOursAlone(t *testing.T) {
	short := filepath.Join(t.TempDir(), "d")
	long := filepath.Join(t.TempDir(), strings.Repeat("long/", 30))
	base := t.TempDir()
	if len(base) > 50 {
		t.Skip("the folder for temporary files has too long a path")
	}
	t.Setenv("XDG_RUNTIME_DIR", base)
	for _, dir := range []string{short, long} {
		l, err := Listen(dir)
		if err != nil {
			t.Fatal(err)
		}
		path, err := place(dir)
		if err != nil {
			t.Fatal(err)
		}
		for p, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
			if st, err := os.Stat(p); err != nil || st.Mode().Perm() != want {
				t.Errorf("%s: %v, %v, want %v", p, st.Mode(), err, want)
			}
		}
		if inside := strings.HasPrefix(path, base); inside != (dir == long) || len(path) > pathLimit {
			t.Errorf("the socket of %s is %s", dir, path)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	path, err := place(long)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(long); err == nil || !strings.Contains(err.Error(), "not a folder of our own") {
		t.Errorf("a folder that others can read: %v", err)
	}
}
