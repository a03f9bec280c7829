package embedded

import "errors"

// Limited returns o with files that hold at most so many pages, as a full disk
// would have it.
func Limited(o Options, pages int) Options {
	o.maxPages = pages
	return o
}

// SQL runs statements on a file behind the store's back.
func SQL(path string, statements ...string) error {
	cn, err := connect(path, "busy_timeout = 10000")
	if err != nil {
		return err
	}
	for _, text := range statements {
		if err := cn.once(text); err != nil {
			return errors.Join(err, cn.close())
		}
	}
	return cn.close()
}

// Number asks a file a question with one number for an answer.
func Number(path, text string) (int64, error) {
	cn, err := connect(path, "busy_timeout = 10000")
	if err != nil {
		return 0, err
	}
	n, err := cn.number(text)
	return n, errors.Join(err, cn.close())
}
