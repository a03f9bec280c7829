package mail

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"strings"
	"time"
)

// Note is what a shop reads.
type Note struct {
	ID       string // names the letter: the same one again has the same Message-ID
	From, To string
	Name     string // of the service, shown as the sender
	Subject  string
	Text     string
	File     string // name of the attachment, without accents
	PDF      []byte
	At       time.Time
}

// Bytes is the letter as it travels: text, then the PDF.
func (n Note) Bytes() ([]byte, error) {
	_, host, _ := strings.Cut(n.From, "@")
	edge := "portage-" + n.ID
	var b bytes.Buffer
	for _, h := range [][2]string{
		{"From", mime.QEncoding.Encode("utf-8", line(n.Name)) + " <" + line(n.From) + ">"},
		{"To", line(n.To)},
		{"Subject", mime.QEncoding.Encode("utf-8", line(n.Subject))},
		{"Date", n.At.Format(time.RFC1123Z)},
		{"Message-ID", "<" + n.ID + "@" + line(host) + ">"},
		{"Auto-Submitted", "auto-generated"},
		{"MIME-Version", "1.0"},
		{"Content-Type", `multipart/mixed; boundary="` + edge + `"`},
	} {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	fmt.Fprintf(&b, "\r\n--%s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", edge)
	w := quotedprintable.NewWriter(&b)
	if _, err := w.Write([]byte(n.Text)); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, "\r\n--%s\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=%q\r\n\r\n", edge, n.File)
	text := base64.StdEncoding.EncodeToString(n.PDF)
	for len(text) > 76 {
		b.WriteString(text[:76] + "\r\n")
		text = text[76:]
	}
	fmt.Fprintf(&b, "%s\r\n--%s--\r\n", text, edge)
	return b.Bytes(), nil
}

// line keeps a value from becoming another header.
func line(s string) string { return strings.NewReplacer("\r", " ", "\n", " ").Replace(s) }
