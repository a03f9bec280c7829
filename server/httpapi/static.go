package httpapi

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// file is one file of the app in memory, with what was compressed beside it.
type file struct {
	kind, etag string
	plain      []byte
	packed     map[string][]byte // by content coding: br, gzip
}

// mediaTypes are fixed here because the machine's own table may lack one.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".json": "application/json", ".webmanifest": "application/manifest+json", ".wasm": "application/wasm",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".ico": "image/x-icon",
	".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".map": "application/json",
}

// notBuilt is shown instead of the app when only Go was built.
const notBuilt = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Portage</title>
<h1>Portage</h1><p>Le serveur fonctionne, mais l'application n'a pas été construite : lancez <code>make build</code>.</p>
<p lang="en">The server runs, but the app was not built: run <code>make build</code>.</p></html>
`

// serveFiles adds the app and, last of all routes, the answer to everything
// that has no route.
func (s *Server) serveFiles() error {
	files, err := readApp(s.cfg.App)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		page := newFile("index.html", []byte(notBuilt))
		files = map[string]*file{"/index.html": page, "/desk.html": page, "/merchant.html": page}
	}
	s.app.Use(func(c *fiber.Ctx) error {
		where := c.Path()
		if strings.HasPrefix(where, "/api") {
			return s.noRoute(c, where)
		}
		name, ok := pick(files, where)
		if !ok {
			return fiber.ErrNotFound
		}
		if c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
			c.Set(fiber.HeaderAllow, "GET, HEAD")
			return fiber.ErrMethodNotAllowed
		}
		if strings.HasPrefix(name, "/assets/") {
			c.Locals(routeKey, "/assets/*") // one name per release would fill the metrics
		} else {
			c.Locals(routeKey, name)
		}
		return send(c, name, files[name])
	})
	return nil
}

// noRoute tells an address that does not exist from one that takes other methods.
func (s *Server) noRoute(c *fiber.Ctx, where string) error {
	var takes []string
	for _, r := range s.routes {
		if r.matches(where) {
			takes = append(takes, r.Method)
		}
	}
	if takes == nil {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderAllow, strings.Join(takes, ", "))
	return fiber.ErrMethodNotAllowed
}

// pick finds the file for an address. The pages of each area have addresses of
// their own that exist only in the browser; they get the area's one page.
func pick(files map[string]*file, where string) (string, bool) {
	if _, ok := files[where]; ok {
		return where, true
	}
	plain := !strings.ContainsAny(where, "%\\") && !strings.Contains(where, "//") && path.Clean(where) == strings.TrimSuffix(where, "/")
	switch {
	case where == "/":
		where = "/index.html"
	case !plain, path.Ext(where) != "", strings.Contains(where, "/."), reserved(where):
		return "", false
	case where == "/desk" || strings.HasPrefix(where, "/desk/"):
		where = "/desk.html"
	case strings.EqualFold(where, "/s"), len(where) > 2 && strings.EqualFold(where[:3], "/s/"): // QR codes hold capitals
		where = "/merchant.html"
	default:
		where = "/index.html"
	}
	_, ok := files[where]
	return where, ok
}

// reserved addresses are never a page: scanners look there, and a page would
// tell them that there is something.
func reserved(where string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(where, "/"), "/")
	return first == "debug" || first == "metrics" || first == "assets" || first == "paper"
}

// send answers with the smallest form that the browser takes.
func send(c *fiber.Ctx, name string, f *file) error {
	c.Set(fiber.HeaderContentType, f.kind)
	c.Vary(fiber.HeaderAcceptEncoding)
	c.Set(fiber.HeaderETag, f.etag)
	if strings.HasPrefix(name, "/assets/") {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	} else {
		c.Set(fiber.HeaderCacheControl, "no-cache")
	}
	if unchanged(c.Get(fiber.HeaderIfNoneMatch), f.etag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	for _, coding := range []string{"br", "gzip"} {
		if packed, ok := f.packed[coding]; ok && accepts(c.Get(fiber.HeaderAcceptEncoding), coding) {
			c.Set(fiber.HeaderContentEncoding, coding)
			return c.Send(packed)
		}
	}
	return c.Send(f.plain)
}

// accepts reads Accept-Encoding: the coding is named and its weight is not 0.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			weight = strings.TrimSpace(weight)
			return !strings.HasPrefix(weight, "q=") || strings.Trim(weight[2:], "0.") != ""
		}
	}
	return false
}

func unchanged(header, etag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if tag := strings.TrimPrefix(strings.TrimSpace(part), "W/"); tag == etag || tag == "*" {
			return true
		}
	}
	return false
}

// readApp loads the built app; without index.html there is none.
func readApp(app fs.FS) (map[string]*file, error) {
	files := map[string]*file{}
	if app == nil {
		return files, nil
	}
	if _, err := fs.Stat(app, "index.html"); err != nil {
		return files, nil
	}
	packed := map[string]string{".br": "br", ".gz": "gzip"}
	err := fs.WalkDir(app, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") || packed[path.Ext(name)] != "" {
			return err
		}
		plain, err := fs.ReadFile(app, name)
		if err != nil {
			return err
		}
		f := newFile(name, plain)
		for ext, coding := range packed {
			if small, err := fs.ReadFile(app, name+ext); err == nil {
				f.packed[coding] = small
			}
		}
		files["/"+name] = f
		return nil
	})
	return files, err
}

func newFile(name string, plain []byte) *file {
	sum := sha256.Sum256(plain)
	kind, ok := mediaTypes[path.Ext(name)]
	if !ok {
		kind = "application/octet-stream"
	}
	return &file{kind: kind, etag: `"` + hex.EncodeToString(sum[:12]) + `"`, plain: plain, packed: map[string][]byte{}}
}
