package embedded_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/server/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T, kinds []store.Kind) store.Store {
		s, err := embedded.Open(t.TempDir(), kinds, embedded.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}
