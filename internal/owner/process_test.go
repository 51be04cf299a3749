package owner

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// roleDir makes the test binary an owner of that folder instead.
const roleDir = "WEAKTIE_TEST_OWNER_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(roleDir); dir != "" {
		os.Exit(beOwner(dir))
	}
	os.Exit(m.Run())
}

func beOwner(dir string) int {
	l, err := Listen(dir)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("ready")
	err = Serve(context.Background(), l, func(ctx context.Context, c Call, stdout, _ io.Writer) int {
		fmt.Fprintln(stdout, "from another process:", strings.Join(c.Args, " "))
		if c.Args[0] == "wait" {
			<-ctx.Done()
		}
		return 0
	})
	if err != nil {
		fmt.Println(err)
	}
	return 1
}

// startOwner starts a process that owns dir and says so.
func startOwner(t *testing.T, dir string) *os.Process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), roleDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// It was killed, one way or the other.
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "ready\n" {
		t.Fatalf("the owner said %q, %v", line, err)
	}
	return cmd.Process
}

func TestR43TheFirstOwnerIsKilled(t *testing.T) {
	dir := t.TempDir()
	first := startOwner(t, dir)
	var out strings.Builder
	if exit, err := Ask(t.Context(), dir, Call{Args: []string{"hello"}}, &out, io.Discard); exit != 0 || err != nil || out.String() != "from another process: hello\n" {
		t.Fatalf("%d %v %q", exit, err, out.String())
	}
	// Killed while it runs a call.
	r, w := io.Pipe()
	asked := make(chan error, 1)
	go func() {
		_, err := Ask(t.Context(), dir, Call{Args: []string{"wait"}}, w, io.Discard)
		asked <- err
	}()
	if _, err := r.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, r)
	if err := first.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := <-asked; !errors.Is(err, ErrGone) {
		t.Errorf("the call under way: %v", err)
	}
	if _, err := Ask(t.Context(), dir, Call{}, io.Discard, io.Discard); !errors.Is(err, ErrNobody) {
		t.Errorf("with a stale socket: %v", err)
	}
	serve(t, dir, func(context.Context, Call, io.Writer, io.Writer) int { return 2 })
	if exit, err := Ask(t.Context(), dir, Call{}, io.Discard, io.Discard); exit != 2 || err != nil {
		t.Errorf("the second owner: %d %v", exit, err)
	}
}

func TestR43AStoppedOwnerIsNobody(t *testing.T) {
	dir := t.TempDir()
	p := startOwner(t, dir)
	if err := p.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if _, err := Ask(t.Context(), dir, Call{Args: []string{"hello"}}, io.Discard, io.Discard); !errors.Is(err, ErrNobody) {
		t.Errorf("stopped: %v", err)
	}
	if err := p.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if exit, err := Ask(t.Context(), dir, Call{Args: []string{"hello"}}, io.Discard, io.Discard); exit != 0 || err != nil {
		t.Errorf("going on: %d %v", exit, err)
	}
}

func TestNobodyAtAll(t *testing.T) {
	if _, err := Ask(t.Context(), t.TempDir(), Call{}, io.Discard, io.Discard); !errors.Is(err, ErrNobody) {
		t.Errorf("Ask: %v", err)
	}
}
