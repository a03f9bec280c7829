package access_test

import (
	"testing"

	"github.com/portage-livraison/portage/server/account"
)

// What every exchange of a phone and every request of the desk pays.
func BenchmarkWhoCalls(b *testing.B) {
	w := newTown(b)
	_, cred := w.enrolled("Driss")
	o := w.signedIn("ana", account.OrderAgent)
	b.Run("phone", func(b *testing.B) {
		for b.Loop() {
			if _, err := w.Device(w.ctx, cred); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("session", func(b *testing.B) {
		for b.Loop() {
			if _, err := w.User(w.ctx, o.Token); err != nil {
				b.Fatal(err)
			}
		}
	})
}
