package field_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	mathrand "math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// picture is a w by h picture whose left half is red and right half noise.
func picture(w, h int) *image.RGBA {
	r := mathrand.New(mathrand.NewPCG(1, 2))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 0, 0, 255}
			if x >= w/2 {
				c = color.RGBA{uint8(r.Uint32()), uint8(r.Uint32()), uint8(r.Uint32()), 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func jpegOf(m image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func pngOf(m image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func shaOf(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// put sends bytes [from, to) of a photo under a name.
func (d *door) put(name string, photo []byte, from, to int, headers ...string) reply {
	d.t.Helper()
	return d.ask("PUT", "/api/blobs/"+name, photo[from:to],
		append([]string{fmt.Sprintf("Content-Range: bytes %d-%d/%d", from, to-1, len(photo)), "Content-Type: application/octet-stream"}, headers...)...)
}

// whole sends a photo in parts and returns the last answer.
func (d *door) whole(name string, photo []byte, part int) reply {
	d.t.Helper()
	var r reply
	for from := 0; from < len(photo); from += part {
		if r = d.put(name, photo, from, min(from+part, len(photo))); r.status >= 300 {
			return r
		}
	}
	return r
}

func (d *door) kept(name string) image.Image {
	d.t.Helper()
	r := d.ask("GET", "/api/blobs/"+name, nil, "Authorization: ", "Cookie: portage=staff")
	if r.status != 200 {
		d.t.Fatalf("read photo: %d %s", r.status, r.body)
	}
	if r.header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment") ||
		r.header.Get("Content-Type") != "image/jpeg" || len(r.body) > 1<<20 {
		d.t.Errorf("%d bytes, %v", len(r.body), r.header)
	}
	if bytes.Contains(r.body, []byte("Exif")) || bytes.Contains(r.body, []byte("SECRET")) {
		d.t.Error("metadata was kept")
	}
	m, err := jpeg.Decode(bytes.NewReader(r.body))
	if err != nil {
		d.t.Fatal(err)
	}
	return m
}

func TestAPhotoComesInParts(t *testing.T) {
	d := newDoor(t)
	photo := jpegOf(picture(900, 600))
	name := shaOf(photo)
	head := func() (int, string) {
		r := d.ask("HEAD", "/api/blobs/"+name, nil)
		return r.status, r.header.Get("Upload-Offset")
	}
	if s, o := head(); s != 404 || o != "0" {
		t.Errorf("unknown: %d at %s", s, o)
	}
	if r := d.put(name, photo, 0, 100_000); r.status != 204 || r.header.Get("Upload-Offset") != "100000" {
		t.Errorf("first part: %d %v", r.status, r.header)
	}
	if s, o := head(); s != 404 || o != "100000" {
		t.Errorf("half way: %d at %s", s, o)
	}
	for _, from := range []int{0, 50_000, 100_001} {
		if r := d.put(name, photo, from, from+10); r.status != 409 || r.header.Get("Upload-Offset") != "100000" || r.code() != "blob.offset" {
			t.Errorf("part at %d: %d %v %s", from, r.status, r.header, r.body)
		}
	}
	if r := d.put(name, photo, 100_000, len(photo)); r.status != 201 {
		t.Fatalf("last part: %d %s", r.status, r.body)
	}
	if s, o := head(); s != 200 || o != fmt.Sprint(len(photo)) {
		t.Errorf("whole: %d at %s", s, o)
	}
	if r := d.put(name, photo, 0, 10); r.status != 201 {
		t.Errorf("once more: %d", r.status)
	}
	if b := d.kept(name).Bounds(); b.Dx() != 900 || b.Dy() != 600 {
		t.Errorf("kept as %v", b)
	}
	if r := d.ask("GET", "/api/blobs/"+name, nil, "Authorization: ", "Cookie: portage=observer"); r.status != 403 {
		t.Errorf("an observer reads a photo: %d", r.status)
	}
	if r := d.ask("GET", "/api/blobs/"+name, nil); r.status < 400 {
		t.Errorf("a phone reads a photo: %d", r.status)
	}
}

// A photo cut at any place goes on from where the server stopped.
func TestAnUploadResumesAnywhere(t *testing.T) {
	d := newDoor(t)
	photo := jpegOf(picture(300, 300))
	name := shaOf(photo)
	r := mathrand.New(mathrand.NewPCG(3, 4))
	for at := 0; at < len(photo); {
		to := min(len(photo), at+1+r.IntN(20_000))
		res := d.put(name, photo, at, to)
		if want := 204; to < len(photo) && res.status != want || to == len(photo) && res.status != 201 {
			t.Fatalf("part %d-%d: %d %s", at, to, res.status, res.body)
		}
		at = to
	}
	d.kept(name)
}

func TestPhotosThatAreNone(t *testing.T) {
	d := newDoor(t)
	small := pngOf(picture(20, 20))
	huge := pngSaying(20_000, 20_000)
	bytesOf := func(s string) []byte { return []byte(s) }
	tests := []struct {
		name   string
		photo  []byte
		status int
		code   string
	}{
		{"SVG", bytesOf(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), 422, "blob.image"},
		{"HTML", bytesOf(`<!doctype html><script>alert(1)</script>`), 422, "blob.image"},
		{"GIF", bytesOf("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), 422, "blob.image"},
		{"half a PNG", small[:len(small)/2], 422, "blob.image"},
		{"20000 x 20000", huge, 422, "blob.pixels"},
	}
	for _, tt := range tests {
		name := shaOf(tt.photo)
		if r := d.put(name, tt.photo, 0, len(tt.photo)); r.status != tt.status || r.code() != tt.code {
			t.Errorf("%s: %d %s", tt.name, r.status, r.body)
		}
		if r := d.ask("HEAD", "/api/blobs/"+name, nil); r.header.Get("Upload-Offset") != "0" {
			t.Errorf("%s: the parts are still there: %v", tt.name, r.header)
		}
	}
	wrong := strings.Repeat("0", 64)
	if r := d.put(wrong, small, 0, len(small)); r.status != 422 || r.code() != "blob.hash" {
		t.Errorf("wrong hash: %d %s", r.status, r.body)
	}
	if r := d.ask("HEAD", "/api/blobs/"+wrong, nil); r.header.Get("Upload-Offset") != "0" {
		t.Errorf("wrong hash: the parts are still there")
	}
	// A photo with more behind it is a photo; what is behind it is not kept.
	poly := append(jpegOf(picture(40, 40)), []byte("PK\x03\x04SECRET.zip")...)
	if r := d.put(shaOf(poly), poly, 0, len(poly)); r.status != 201 {
		t.Errorf("polyglot: %d %s", r.status, r.body)
	}
	d.kept(shaOf(poly))
}

func TestPhotoRequestsThatAreWrong(t *testing.T) {
	d := newDoor(t)
	name := strings.Repeat("a", 64)
	tests := []struct {
		path, header string
		body         int
		status       int
		code         string
	}{
		{name, "", 5, 422, "blob.range"},
		{name, "bytes 0-9/5", 10, 422, "blob.range"},
		{name, "bytes 0-9/10", 5, 422, "blob.range"},
		{name, "bytes 9-0/10", 5, 422, "blob.range"},
		{name, "bytes 0-4/99999999999999999999", 5, 422, "blob.range"},
		{name, "bytes 0-4/10485761", 5, 413, "blob.too_large"},
		{"../../x", "bytes 0-4/5", 5, 404, ""},
		{strings.ToUpper(name), "bytes 0-4/5", 5, 422, "blob.name"},
		{strings.Repeat("a", 4000), "bytes 0-4/5", 5, 422, "blob.name"},
	}
	for _, tt := range tests {
		r := d.ask("PUT", "/api/blobs/"+tt.path, make([]byte, tt.body), "Content-Range: "+tt.header)
		if r.status != tt.status || tt.code != "" && r.code() != tt.code {
			t.Errorf("%.20s %q: %d %s", tt.path, tt.header, r.status, r.body)
		}
	}
	if r := d.ask("PUT", "/api/blobs/"+name, []byte("x"), "Content-Range: bytes 0-0/1", "Authorization: Portage y"); r.status != 401 {
		t.Errorf("unknown phone: %d", r.status)
	}
	if r := d.ask("HEAD", "/api/blobs/"+name, nil, "Authorization: "); r.status != 401 {
		t.Errorf("nobody: %d", r.status)
	}
}

// Two phones, or a phone twice, bring the same photo at once.
func TestAPhotoBroughtAtOnce(t *testing.T) {
	d := newDoor(t)
	photo := jpegOf(picture(400, 300))
	name := shaOf(photo)
	var wg sync.WaitGroup
	for i := range 6 {
		who := []string{device1, device2}[i%2]
		wg.Go(func() {
			for at, tries := 0, 0; tries < 50; tries++ {
				r := d.put(name, photo, at, min(at+40_000, len(photo)), "Authorization: Portage "+who+".secret")
				if r.status == 201 {
					return
				}
				if _, err := fmt.Sscan(r.header.Get("Upload-Offset"), &at); err != nil && r.status != 503 {
					t.Errorf("%d %s", r.status, r.body)
					return
				}
				if at >= len(photo) {
					at = 0
				}
			}
			t.Error("never done")
		})
	}
	wg.Wait()
	d.kept(name)
	if r := d.ask("HEAD", "/api/blobs/"+name, nil); r.status != http.StatusOK {
		t.Errorf("%d", r.status)
	}
}

// A phone cannot spoil a photo that another phone is bringing.
func TestPartsOfAnotherPhone(t *testing.T) {
	d := newDoor(t)
	photo := jpegOf(picture(200, 200))
	name := shaOf(photo)
	junk := bytes.Repeat([]byte("junk"), len(photo)/4)
	r := d.ask("PUT", "/api/blobs/"+name, junk[:1000], fmt.Sprintf("Content-Range: bytes 0-999/%d", len(photo)), "Authorization: Portage "+device2+".secret")
	if r.status != 204 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if r := d.whole(name, photo, 5000); r.status != 201 {
		t.Errorf("%d %s", r.status, r.body)
	}
}

func TestPhotosAreShrunkAndTurned(t *testing.T) {
	d := newDoor(t)
	large := jpegOf(picture(2250, 1500))
	if r := d.whole(shaOf(large), large, 1<<20); r.status != 201 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if b := d.kept(shaOf(large)).Bounds(); b.Dx() > 2048 || b.Dx() < 1000 || b.Dx()*2 != b.Dy()*3 && b.Dx()*2/3-b.Dy() > 1 {
		t.Errorf("kept as %v", b)
	}
	// The red half is left; each orientation says where it goes.
	tests := []struct {
		turn int
		x, y int // a red pixel of the picture when it stands upright
		w    int
	}{{1, 10, 50, 120}, {3, 110, 30, 120}, {6, 40, 10, 80}, {8, 40, 110, 80}, {2, 110, 40, 120}, {4, 10, 40, 120}, {5, 40, 10, 80}, {7, 40, 110, 80}, {0, 10, 40, 120}, {9, 10, 40, 120}}
	for _, tt := range tests {
		photo := withEXIF(jpegOf(picture(120, 80)), tt.turn)
		if r := d.whole(shaOf(photo), photo, 1<<20); r.status != 201 {
			t.Fatalf("orientation %d: %d %s", tt.turn, r.status, r.body)
		}
		m := d.kept(shaOf(photo))
		if r, g, _, _ := m.At(tt.x, tt.y).RGBA(); m.Bounds().Dx() != tt.w || r>>8 < 200 || g>>8 > 60 {
			t.Errorf("orientation %d: %v, %d %d at %d,%d", tt.turn, m.Bounds(), r>>8, g>>8, tt.x, tt.y)
		}
	}
}

func TestPhotosAreBounded(t *testing.T) {
	d := newDoor(t)
	photo := bytes.Repeat([]byte("x"), 10<<20)
	for n := range 5 {
		name := fmt.Sprintf("%064d", n)
		for at := 0; at < 9<<20; at += 1 << 20 {
			r := d.put(name, photo, at, at+1<<20)
			if past := n*9<<20 + at + 1<<20; past > 40<<20 {
				if r.status != 429 || r.code() != "blob.quota" || r.header.Get("Retry-After") == "" {
					t.Errorf("after %d MB: %d %s", past>>20, r.status, r.body)
				}
				return
			}
			if r.status != 204 {
				t.Fatalf("photo %d at %d: %d %s", n, at, r.status, r.body)
			}
		}
	}
	t.Error("no bound")
}

// pngSaying is a PNG of a few bytes that says it is w by h.
func pngSaying(w, h uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	head := append([]byte("IHDR"), make([]byte, 13)...)
	binary.BigEndian.PutUint32(head[4:], w)
	binary.BigEndian.PutUint32(head[8:], h)
	copy(head[12:], []byte{8, 6, 0, 0, 0})
	b = binary.BigEndian.AppendUint32(b, 13)
	b = append(b, head...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(head))
}

// withEXIF puts an orientation, and a secret, behind the first marker of a JPEG.
func withEXIF(b []byte, turn int) []byte {
	tiff := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00SECRET")
	binary.BigEndian.PutUint16(tiff[18:], uint16(turn))
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, b[:2]...)
	out = append(out, 0xff, 0xe1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(segment)+2))
	return append(append(out, segment...), b[2:]...)
}
