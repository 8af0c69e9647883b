// Package bootstrap packs a program as the code of a Lambda function.
package bootstrap

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
)

// Zip writes a zip file with the program in it as "bootstrap", which Lambda's
// provided runtimes start. It has no times in it, so that the same program always
// gives the same file, and the same CodeSha256.
func Zip(out io.Writer, program string) error {
	in, err := os.Open(program)
	if err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	defer func() { _ = in.Close() }() // it was only read
	z := zip.NewWriter(out)
	header := &zip.FileHeader{Name: "bootstrap", Method: zip.Deflate}
	header.SetMode(0o755)
	w, err := z.CreateHeader(header)
	if err != nil {
		return fmt.Errorf("pack %s: %w", program, err)
	}
	if _, err := io.Copy(w, in); err != nil {
		return fmt.Errorf("pack %s: %w", program, err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("pack %s: %w", program, err)
	}
	return nil
}
