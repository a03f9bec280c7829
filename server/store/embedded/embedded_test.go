package embedded_test

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/server/store/storetest"
)

// TestMain also plays the processes that tests start and kill.
func TestMain(m *testing.M) {
	roles := map[string]func(dir string) error{"hold": holdChild, "write": writeChild}
	if run := roles[os.Getenv("EMBEDDED_CHILD")]; run != nil {
		fmt.Fprintln(os.Stderr, run(os.Getenv("EMBEDDED_DIR")))
		os.Exit(1)
	}
	goleak.VerifyTestMain(m)
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T, kinds []store.Kind) store.Store {
		s, err := embedded.Open(t.TempDir(), kinds, embedded.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}
