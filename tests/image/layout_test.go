package image

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// An image is one as a registry keeps it.
// https://github.com/opencontainers/image-spec/blob/main/image-layout.md
type image struct {
	Architecture string
	Config       struct {
		User       string
		Env        []string
		Entrypoint []string
		Cmd        []string
		Labels     map[string]string
	}
	Layers []layer
}

// A layer is a part of an image, and has these files.
type layer struct {
	Digest string
	Size   int64 // compressed, as it is stored and pulled
	Files  map[string]file
}

// A file is one of a layer's.
type file struct {
	*tar.Header

	Body []byte
}

type descriptor struct {
	Digest string
	Size   int64
}

// export takes the newest image out of the storage.
func (w *workshop) export() (image, error) {
	layout, err := os.MkdirTemp(w.dir, "layout-")
	if err != nil {
		return image{}, err
	}
	if _, err := w.call("buildah", "push", "--quiet", built, "oci:"+layout); err != nil {
		return image{}, err
	}
	var index struct{ Manifests []descriptor }
	if err := decode(filepath.Join(layout, "index.json"), &index); err != nil {
		return image{}, err
	}
	if len(index.Manifests) != 1 {
		return image{}, fmt.Errorf("there are %d manifests", len(index.Manifests))
	}
	var manifest struct {
		Config descriptor
		Layers []descriptor
	}
	blob := func(digest string) string {
		return filepath.Join(layout, "blobs", strings.Replace(digest, ":", "/", 1))
	}
	if err := decode(blob(index.Manifests[0].Digest), &manifest); err != nil {
		return image{}, err
	}
	var out image
	if err := decode(blob(manifest.Config.Digest), &out); err != nil {
		return image{}, err
	}
	for _, d := range manifest.Layers {
		files, err := unpack(blob(d.Digest))
		if err != nil {
			return image{}, err
		}
		out.Layers = append(out.Layers, layer{d.Digest, d.Size, files})
	}
	return out, nil
}

func decode(name string, into any) error {
	body, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

// unpack reads a layer.
func unpack(name string) (map[string]file, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }() // it was only read
	plain, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	files := map[string]file{}
	for archive := tar.NewReader(plain); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(archive)
		if err != nil {
			return nil, err
		}
		files[header.Name] = file{header, body}
	}
}

// lay writes all layers of an image into a folder, as its file system.
func (i image) lay(root string) error {
	for _, l := range i.Layers {
		for name, f := range l.Files {
			path := filepath.Join(root, name)
			if f.Typeflag == tar.TypeDir {
				continue // each has a file in it
			}
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, f.Body, f.FileInfo().Mode())); err != nil {
				return err
			}
		}
	}
	return os.Chmod(root, 0o755)
}
