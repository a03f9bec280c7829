package field

import (
	"fmt"
	"testing"
)

// FuzzParseRange: what it reads lies inside the photo and says the same again.
func FuzzParseRange(f *testing.F) {
	for _, s := range []string{"bytes 0-0/1", "bytes 10-19/20", "bytes */5", "bytes 5-4/9", "bytes 0-9/99999999999", "", "bytes 0-9/10 "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseRange(s)
		if err != nil {
			return
		}
		if r.From < 0 || r.From >= r.To || r.To > r.Total || r.Total > maxBlob {
			t.Fatalf("%q: %+v", s, r)
		}
		again, err := ParseRange(fmt.Sprintf("bytes %d-%d/%d", r.From, r.To-1, r.Total))
		if err != nil || again != r {
			t.Fatalf("%q: %+v, again %+v", s, r, again)
		}
	})
}

// FuzzOrientation: no JPEG header breaks the reading of its orientation.
func FuzzOrientation(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\xff\xff\xff\xff"))
	f.Fuzz(func(_ *testing.T, b []byte) { orientation(b) })
}
