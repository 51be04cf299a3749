package store

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// The test binary is also the other process: roleVar says which, dirVar where.
const (
	roleVar = "WEAKTIE_TEST_STORE_ROLE"
	dirVar  = "WEAKTIE_TEST_STORE_DIR"
)

func TestMain(m *testing.M) {
	roles := map[string]func(dir string) error{"add": addForEver, "hold": holdOpen, "fill": fillUp, "open": openOnly}
	if role, ok := roles[os.Getenv(roleVar)]; ok {
		if err := role(os.Getenv(dirVar)); err != nil {
			fmt.Println(err)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child starts the test binary in a role; wait before it is ended by kill.
func child(t *testing.T, role, dir string) (p *os.Process, out *bufio.Reader, kill func() error) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), roleVar+"="+role, dirVar+"="+dir)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out = bufio.NewReader(pipe)
	return cmd.Process, out, func() error {
		err := cmd.Process.Kill()
		if errors.Is(err, os.ErrProcessDone) {
			err = nil
		}
		// What is in the pipe still counts.
		return err
	}
}

const perBatch = 5

// addForEver adds batches and says each one's number when it is on disk.
func addForEver(dir string) error {
	s, err := Open(dir, Options{Now: noon})
	if err != nil {
		return err
	}
	st, err := s.Stats()
	if err != nil {
		return err
	}
	for n := st.Posts / perBatch; ; n++ {
		var items []Item
		for i := range perBatch {
			items = append(items, article(n*perBatch+i))
		}
		if _, err := s.Add(Batch{Source: feedURL, Items: items}); err != nil {
			return err
		}
		fmt.Println(n + 1)
	}
}

func TestR38KilledInTheMiddleOfWriting(t *testing.T) {
	dir := t.TempDir()
	told := 0
	for round := range 20 {
		p, out, kill := child(t, "add", dir)
		for range round % 4 * 3 { // at once, and after some batches
			if _, err := out.ReadString('\n'); err != nil {
				t.Fatal(err)
			}
		}
		if err := kill(); err != nil {
			t.Fatal(err)
		}
		rest, err := io.ReadAll(out)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Wait(); err != nil {
			t.Fatal(err)
		}
		told = max(told, round%4*3)
		for line := range strings.Lines(string(rest)) {
			if n, err := strconv.Atoi(strings.TrimSuffix(line, "\n")); err == nil && strings.HasSuffix(line, "\n") {
				told = max(told, n)
			}
		}
		s := openAt(t, dir)
		if err := s.Check(t.Context()); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		st, err := s.Stats()
		if err != nil || st.Posts < told*perBatch || st.Posts%perBatch != 0 || len(posts(t, s, Query{})) != st.Posts {
			t.Fatalf("round %d: told %d batches, kept %+v, %v", round, told, st, err)
		}
		told = st.Posts / perBatch
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 || told == 0 {
		t.Errorf("left behind: %v, %v, after %d batches", left, err, told)
	}
}

// fillUp adds under a limit on the size of files until that fails, and says
// how many posts were stored.
func fillUp(dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	s, err := Open(dir, Options{Now: noon})
	if err != nil {
		return err
	}
	limit := syscall.Rlimit{Cur: 1 << 19, Max: 1 << 19}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	n := 0
	for err == nil {
		if _, err = s.Add(Batch{Source: feedURL, Items: articles(n + perBatch)[n:]}); err == nil {
			n += perBatch
		}
	}
	fmt.Println(n)
	fmt.Println(errors.Is(err, ErrFull), err)
	if got, err := s.Journal(0); err != nil || len(got) != 0 {
		return fmt.Errorf("reading afterwards: %v, %w", got, err)
	}
	return s.Close()
}

func TestR40DiskFull(t *testing.T) {
	dir := t.TempDir()
	_, out, _ := child(t, "fill", dir)
	said, err := io.ReadAll(out)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(said), "\n")
	stored, err := strconv.Atoi(lines[0])
	if err != nil || stored == 0 || len(lines) != 3 || !strings.HasPrefix(lines[1], "true ") || !strings.Contains(lines[1], "disk full, nothing saved") {
		t.Fatalf("it said %q", said)
	}
	s := openAt(t, dir)
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if st, err := s.Stats(); err != nil || st.Posts != stored {
		t.Errorf("%d were acknowledged, %d are there, %v", stored, st.Posts, err)
	}
	add(t, s, feedURL, article(stored)) // there is room again
}

// openOnly opens and reads a little; a file that does not open must not stay
// locked either.
func openOnly(dir string) error {
	s, err := Open(dir, Options{Now: noon})
	if errors.Is(err, ErrDamaged) {
		_, err = Open(dir, Options{Now: noon})
	}
	if err != nil {
		return err
	}
	if err := s.view("read all", func(t *txn) error {
		for _, name := range buckets() {
			t.bucket(name).Stats()
		}
		return nil
	}); err != nil {
		return err
	}
	return s.Close()
}

func TestR41ABadFileIsAnErrorNotACrash(t *testing.T) {
	whole := t.TempDir()
	s := openAt(t, whole)
	add(t, s, feedURL, articles(200)...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	zeroed := append(make([]byte, 4*os.Getpagesize()), good[4*os.Getpagesize():]...)
	for name, bytes := range map[string][]byte{
		"text":              []byte(strings.Repeat("this is not a store\n", 10_000)),
		"first pages gone":  zeroed,
		"cut to a page":     good[:os.Getpagesize()],
		"cut to four pages": good[:4*os.Getpagesize()],
		"cut in half":       good[:len(good)/2],
		"cut by a byte":     good[:len(good)-1],
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(dir+"/"+Name, bytes, 0o600); err != nil {
				t.Fatal(err)
			}
			_, out, _ := child(t, "open", dir)
			said, err := io.ReadAll(out)
			if err != nil {
				t.Fatal(err)
			}
			if name != "cut by a byte" && (!strings.Contains(string(said), "run weaktie doctor") || !strings.Contains(string(said), dir)) {
				t.Errorf("it said %q", said)
			}
		})
	}
}

func holdOpen(dir string) error {
	if _, err := Open(dir, Options{Now: noon}); err != nil {
		return err
	}
	fmt.Println("held")
	select {}
}

func TestR43ASecondProcess(t *testing.T) {
	dir := t.TempDir()
	p, out, kill := child(t, "hold", dir)
	if line, err := out.ReadString('\n'); err != nil || line != "held\n" {
		t.Fatal(line, err)
	}
	if _, err := Open(dir, Options{Now: noon}); !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), dir) {
		t.Errorf("while it is held: %v", err)
	}
	if err := kill(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Wait(); err != nil {
		t.Fatal(err)
	}
	openAt(t, dir)
}
