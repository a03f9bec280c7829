package embedded_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

// refused opens dir, which must fail with code, and returns the text.
func refused(t *testing.T, dir, code string) string {
	t.Helper()
	s, err := embedded.Open(dir, benchKinds, embedded.Options{})
	if err == nil {
		t.Fatal(errors.Join(errors.New("the folder was accepted"), s.Close()))
	}
	if got := fault.From(err); got.Code != code || !strings.Contains(got.Text, dir) {
		t.Fatalf("refused with %v, want code %s and the folder's name", err, code)
	}
	return err.Error()
}

// child starts this test binary as role on dir and returns its standard output.
func child(t *testing.T, role, dir string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "EMBEDDED_CHILD="+role, "EMBEDDED_DIR="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // also when the test fails before it does so itself
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd, bufio.NewScanner(out)
}

// holdChild opens the store, says so, and stays until its input ends.
func holdChild(dir string) error {
	s, err := embedded.Open(dir, benchKinds, embedded.Options{})
	if err != nil {
		return err
	}
	fmt.Println("open")
	<-context.Background().Done() // until it is killed
	return s.Close()
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	cmd, out := child(t, "hold", dir)
	if !out.Scan() {
		t.Fatal("the child did not open the store")
	}
	text := refused(t, dir, "store.locked")
	if !strings.Contains(text, fmt.Sprint(" ", cmd.Process.Pid, ":")) || !strings.Contains(text, "PORTAGE_DATA") {
		t.Errorf("the refusal %q names neither the process %d nor the remedy", text, cmd.Process.Pid)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	s := reopen(t, dir, benchKinds) // a dead owner's lock does not count
	refused(t, dir, "store.locked") // nor is one process allowed twice
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := reopen(t, dir, benchKinds).Close(); err != nil {
		t.Fatal(err)
	}
}

func reopen(t *testing.T, dir string, kinds []store.Kind) *embedded.Store {
	t.Helper()
	s, err := embedded.Open(dir, kinds, embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// made returns a folder with a closed store that holds one slip.
func made(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "new", "data")
	s := reopen(t, dir, benchKinds)
	if err := errors.Join(s.Insert(context.Background(), benchSlip(1))...); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRefusedFolders(t *testing.T) {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	write := func(path, text string) { t.Helper(); must(os.WriteFile(path, []byte(text), 0o600)) }
	for _, c := range []struct {
		name, code string
		spoil      func(dir string)
	}{
		{"other files", "store.foreign", func(dir string) {
			must(os.RemoveAll(dir))
			must(os.Mkdir(dir, 0o700))
			write(filepath.Join(dir, "holiday.jpg"), "x")
		}},
		{"a file", "store.unreadable", func(dir string) { must(os.RemoveAll(dir)); write(dir, "x") }},
		{"no database", "store.damaged", func(dir string) {
			write(filepath.Join(dir, "portage.db"), strings.Repeat("This is a letter to my aunt. ", 300))
		}},
		{"another program's database", "store.foreign", func(dir string) {
			must(os.Remove(filepath.Join(dir, "portage.db")))
			must(embedded.SQL(filepath.Join(dir, "portage.db"), "CREATE TABLE recipes (name TEXT)"))
		}},
		{"newer", "store.newer", func(dir string) {
			must(embedded.SQL(filepath.Join(dir, "portage.db"), "PRAGMA user_version = 99"))
		}},
		{"lost photos", "store.incomplete", func(dir string) { must(os.Remove(filepath.Join(dir, "blobs.db"))) }},
		{"lost main file", "store.incomplete", func(dir string) { must(os.Remove(filepath.Join(dir, "portage.db"))) }},
		{"photos of another store", "store.incomplete", func(dir string) {
			must(os.Rename(filepath.Join(made(t), "blobs.db"), filepath.Join(dir, "blobs.db")))
		}},
		{"migrated", "store.migrated", func(dir string) {
			s := reopen(t, dir, benchKinds)
			must(errors.Join(s.Insert(context.Background(), store.Doc{Kind: "meta", ID: store.MigratedID})...))
			must(s.Close())
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := made(t)
			c.spoil(dir)
			before := contents(t, dir)
			refused(t, dir, c.code)
			if after := contents(t, dir); !slices.Equal(before, after) {
				t.Errorf("the refusal changed the folder from\n%q to\n%q", before, after)
			}
		})
	}
}

// contents lists the files of dir that are not the store's own working files,
// with a part of what they hold.
func contents(t *testing.T, dir string) (out []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name := filepath.Base(f); name == "portage.db" || name == "holiday.jpg" || name == "blobs.db" {
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, name+string(bytes.TrimRight(raw[:min(len(raw), 100)], "\x00")))
		}
	}
	return out
}

// A start that was cut short leaves a folder that the next start completes.
func TestInterruptedStart(t *testing.T) {
	dir := made(t)
	for _, f := range []string{"portage.db", "blobs.db"} {
		if err := os.WriteFile(filepath.Join(dir, f), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	reopen(t, dir, benchKinds)
}

func TestFolderMayHoldHiddenFiles(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "lost+found"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".keep"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	reopen(t, dir, benchKinds)
}
