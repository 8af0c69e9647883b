// Command parent starts a child that does not end when it is asked to, hands it the
// file that it has been given, and answers at $PORT.
package main

import (
	"net/http"
	"os"
	"os/exec"
)

func main() {
	child := exec.Command("sh", "-c", `trap "" TERM; exec sleep 1000`)
	child.ExtraFiles = []*os.File{os.NewFile(3, "given")}
	if err := child.Start(); err != nil {
		panic(err)
	}
	panic(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), http.NotFoundHandler()))
}
