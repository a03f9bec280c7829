package phone

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
)

// Enrol makes the phone a driver's, by the code that a coordinator gave.
func (p *Phone) Enrol(ctx context.Context, code string) error {
	body, err := json.Marshal(map[string]any{"code": code, "epoch": p.disk.Epoch, "label": "simulated", "charter": true})
	if err != nil {
		return err
	}
	res, err := p.send(ctx, http.MethodPost, "/api/enrol", "application/json", body)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	var out struct {
		Device string
		Secret string
		Driver struct{ ID string }
	}
	if res.StatusCode/100 != 2 || json.Unmarshal(raw, &out) != nil || out.Device == "" {
		return fmt.Errorf("enrol: status %d: %.200s", res.StatusCode, raw)
	}
	p.Adopt(out.Device, out.Secret, out.Driver.ID)
	return nil
}

// Adopt gives the phone a credential that was made elsewhere.
func (p *Phone) Adopt(device, secret, driver string) {
	p.disk.Device, p.disk.Secret, p.disk.Driver = device, secret, driver
}

// Upload brings the photos that wait, in parts of at most part bytes, from where
// the server says; sync/README.md, section 5. A photo leaves the phone only once
// the server has the whole of it.
func (p *Phone) Upload(ctx context.Context, part int) error {
	for _, name := range slices.Sorted(maps.Keys(p.disk.Photos)) {
		if err := p.upload(ctx, name, p.disk.Photos[name], part); err != nil {
			return fmt.Errorf("photo %.8s: %w", name, err)
		}
		delete(p.disk.Photos, name)
	}
	return nil
}

func (p *Phone) upload(ctx context.Context, name string, photo []byte, part int) error {
	path := "/api/blobs/" + name
	res, err := p.send(ctx, http.MethodHead, path, "", nil)
	if err != nil {
		return err
	}
	_ = res.Body.Close()
	if res.StatusCode == http.StatusOK {
		return nil
	}
	at, _ := strconv.Atoi(res.Header.Get("Upload-Offset"))
	for {
		end := min(at+part, len(photo))
		status, next, err := p.put(ctx, path, photo, at, end)
		switch {
		case err != nil:
			return err
		case status == http.StatusCreated || status == http.StatusOK:
			return nil
		case status == http.StatusNoContent:
			at = end
		case status == http.StatusConflict && next != at && next < len(photo):
			at = next
		default:
			return fmt.Errorf("status %d", status)
		}
	}
}

func (p *Phone) put(ctx context.Context, path string, photo []byte, from, to int) (status, next int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, p.o.URL+path, bytes.NewReader(photo[from:to]))
	if err != nil {
		return 0, 0, err
	}
	req.Header.Set("Content-Type", "application/octet-stream")
	req.Header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, to-1, len(photo)))
	req.Header.Set("Authorization", "Portage "+p.disk.Device+"."+p.disk.Secret)
	res, err := p.o.HTTP.Do(req)
	if err != nil {
		return 0, 0, err
	}
	_ = res.Body.Close()
	next, _ = strconv.Atoi(res.Header.Get("Upload-Offset"))
	return res.StatusCode, next, nil
}
