package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Options of Open.
type Options struct {
	Wait time.Duration // for the lock; 0 is 250 ms
	Now  func() time.Time
}

// defaultWait is long enough for another process to finish a commit and short
// enough not to be felt.
const defaultWait = 250 * time.Millisecond

const (
	dirMode  = 0o700
	fileMode = 0o600
)

// Open opens or makes weaktie.db in dir (0700, file 0600), and migrates it
// after a copy. ErrBusy when another process holds it, ErrNewer when a newer
// weaktie wrote it, ErrDamaged when it cannot be read.
func Open(dir string, o Options) (*Store, error) {
	return openWith(dir, o, migrations())
}

func openWith(dir string, o Options, steps []migration) (*Store, error) {
	path := filepath.Join(dir, Name)
	if o.Now == nil {
		return nil, errors.New("open store: no clock was given")
	}
	if o.Wait <= 0 {
		o.Wait = defaultWait
	}
	s := &Store{path: path, now: o.Now, damaged: map[string]bool{}}
	err := guard(func() error { return ensure(dir, path, uint64(len(steps))+1) })
	if err == nil {
		s.db, err = openFile(path, o.Wait)
	}
	if err != nil {
		return nil, explain("open store", path, err)
	}
	err = guard(func() error { return migrate(s.db, path, steps) })
	if err == nil {
		err = tighten(path)
	}
	if err != nil {
		// A damaged file may fail to close as well; what matters is why it did not open.
		_ = guard(s.db.Close)
		return nil, explain("open store", path, err)
	}
	sweep(dir)
	return s, nil
}

// ensure makes the folder and the file. The file comes into being whole: laid
// out under another name, synced, then linked into place, so that neither a
// kill nor a second process can leave half of one.
func ensure(dir, path string, schema uint64) error {
	if _, err := os.Stat(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, Name+newInfix+"*")
	if err != nil {
		return err
	}
	temp := f.Name()
	defer os.Remove(temp)
	if err := f.Close(); err != nil {
		return err
	}
	db, err := bolt.Open(temp, fileMode, &bolt.Options{Timeout: defaultWait, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error { return lay(tx, schema) })
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	if err := os.Link(temp, path); err != nil {
		if _, there := os.Stat(path); there == nil {
			return nil // somebody else was faster
		}
		// Some file systems have no hard links.
		if err := os.Rename(temp, path); err != nil {
			return err
		}
	}
	return syncDir(dir)
}

// newInfix marks files that are still being made.
const newInfix = ".new-"

// sweep removes what a killed creation or copy left. Only the holder of the
// lock calls it; a process that creates at the same moment finds the file in
// place and goes on with it.
func sweep(dir string) {
	left, err := filepath.Glob(filepath.Join(dir, Name+"*"+newInfix+"*"))
	if err != nil {
		return
	}
	for _, path := range left {
		os.Remove(path)
	}
}

func tighten(path string) error {
	st, err := os.Stat(path)
	if err != nil {
		return err
	}
	if st.Mode().Perm()&0o077 == 0 {
		return nil
	}
	return os.Chmod(path, fileMode)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// guard turns a panic into ErrDamaged: bbolt panics on pages that make no
// sense, and faults where the file ends before it should.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w (%v)", ErrDamaged, p)
		}
	}()
	return f()
}

// openFile opens the file and takes the lock. bbolt leaves the file open and
// locked when it panics: it is closed here.
func openFile(path string, wait time.Duration) (db *bolt.DB, err error) {
	var file *os.File
	err = guard(func() (err error) {
		db, err = bolt.Open(path, fileMode, &bolt.Options{
			Timeout: wait, FreelistType: bolt.FreelistMapType,
			OpenFile: func(name string, flag int, mode os.FileMode) (f *os.File, err error) {
				file, err = os.OpenFile(name, flag, mode)
				return file, err
			},
		})
		return unreadable(err)
	})
	if err != nil && file != nil {
		// It is closed already, unless bbolt panicked; then closing alone would not
		// unlock it, since it is still mapped.
		_ = syscall.Flock(int(file.Fd()), syscall.LOCK_UN)
		_ = file.Close()
	}
	return db, err
}

// unreadable is err of bbolt's Open, as damage when it is not the system's: then
// the file is none of bbolt's.
func unreadable(err error) error {
	var sys syscall.Errno
	if err == nil || errors.Is(err, bolterrors.ErrTimeout) || errors.As(err, &sys) {
		return err
	}
	return fmt.Errorf("%w (%w)", ErrDamaged, err)
}

// full reports whether there was no room to write. bbolt passes some of these
// errors on in words only.
func full(err error) bool {
	for _, no := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, no) || strings.Contains(err.Error(), no.Error()) {
			return true
		}
	}
	return false
}

// explain says what failed, where, and what to do.
func explain(op, path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("%s %s: %w", op, path, ErrBusy)
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return fmt.Errorf("%s: %w", op, ErrClosed)
	case errors.Is(err, ErrNewer):
		return fmt.Errorf("%s %s: %w", op, path, err)
	case errors.Is(err, ErrDamaged):
		return fmt.Errorf("%s %s: %w: run weaktie doctor", op, path, err)
	case full(err):
		return fmt.Errorf("%s %s: %w: make room, then try again (%w)", op, path, ErrFull, err)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s %s: %w: weaktie must be able to write there; choose another folder with --data", op, path, bare(err))
	}
	return fmt.Errorf("%s %s: %w", op, path, err)
}

// bare drops the operation and path that os puts in front, which explain says
// better; for a file other than the store's they stay.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) && filepath.Base(p.Path) == Name {
		return p.Err
	}
	return err
}
