// Package pwa holds the built app. Without a build it is empty but for .keep,
// and the server says how to build it.
package pwa

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// App is the content of pwa/dist: the pages, the worker, the assets, and a .br
// and a .gz beside each file worth compressing.
func App() fs.FS {
	app, err := fs.Sub(dist, "dist")
	if err != nil { // the name is a constant
		panic(err)
	}
	return app
}
