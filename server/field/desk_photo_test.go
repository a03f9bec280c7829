package field

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/jpeg"
	"testing"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
)

func TestACoordinatorBringsThePhotoOfAPaperSlip(t *testing.T) {
	w := newTown(t)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b.Bytes())
	sha, n := hex.EncodeToString(sum[:]), int64(b.Len())
	agent := account.User{ID: "yanis", Roles: []account.Role{account.OrderAgent}}
	if _, _, err := w.DeskPart(t.Context(), agent, sha, Range{0, n, n}, b.Bytes()); fault.From(err).Kind != fault.Forbidden {
		t.Errorf("an order agent: %v", err)
	}
	for range 2 { // brought again, it is there
		offset, done, err := w.DeskPart(t.Context(), follower, sha, Range{0, n, n}, b.Bytes())
		if err != nil || !done || offset != n {
			t.Fatalf("%d of %d, done %v, %v", offset, n, done, err)
		}
	}
	if photo, err := w.Photo(t.Context(), follower, sha); err != nil || len(photo) == 0 {
		t.Errorf("%d bytes, %v", len(photo), err)
	}
}
