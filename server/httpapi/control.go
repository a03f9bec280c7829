package httpapi

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/portage-livraison/portage/server/fault"
)

var errControl = fault.New(fault.Invalid, "request.control", "this text holds a character that cannot be seen or printed")

// printable refuses a body with a text that holds control characters, which no
// keyboard types and no paper prints; line breaks and tabs are fine. The fault
// names the field.
func printable(in any) error {
	body := reflect.ValueOf(in).Elem().FieldByName("Body")
	if !body.IsValid() {
		return nil
	}
	if path, bad := control(body, ""); bad {
		return errControl.On(strings.TrimPrefix(path, "."))
	}
	return nil
}

// control finds the first bad text below v, as a JSON path.
func control(v reflect.Value, path string) (string, bool) {
	switch v.Kind() {
	case reflect.String:
		return path, strings.ContainsFunc(v.String(), func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f })
	case reflect.Pointer:
		if !v.IsNil() {
			return control(v.Elem(), path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if at, bad := control(v.Index(i), fmt.Sprintf("%s[%d]", path, i)); bad {
				return at, true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			at := path
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); !f.Anonymous {
				at += "." + name
			}
			if !f.IsExported() {
				continue
			}
			if at, bad := control(v.Field(i), at); bad {
				return at, true
			}
		}
	}
	return "", false
}
