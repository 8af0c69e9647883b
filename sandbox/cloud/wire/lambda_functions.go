package wire

import (
	"fmt"
	"net/http"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// functionBody is $LATEST or a version as the API shows it.
type functionBody struct {
	FunctionName     string      `json:"FunctionName"`
	FunctionArn      string      `json:"FunctionArn"`
	Version          string      `json:"Version"`
	Description      string      `json:"Description"`
	Role             string      `json:"Role"`
	DeadLetterConfig *deadLetter `json:"DeadLetterConfig,omitempty"`
	PackageType      string      `json:"PackageType"`
	Architectures    []string    `json:"Architectures"`
	MemorySize       int         `json:"MemorySize"`
	CodeSha256       string      `json:"CodeSha256"`
	RevisionID       string      `json:"RevisionId"`
	State            string      `json:"State,omitempty"`
	StateReason      string      `json:"StateReason,omitempty"`
	StateReasonCode  string      `json:"StateReasonCode,omitempty"`
	LastUpdateStatus string      `json:"LastUpdateStatus,omitempty"`
	LastModified     string      `json:"LastModified"`
}

type deadLetter struct {
	TargetArn string `json:"TargetArn"`
}

func showFunction(c cloud.FunctionConfiguration) functionBody {
	b := functionBody{
		FunctionName: c.FunctionName, FunctionArn: c.FunctionArn, Version: c.Version, Description: c.Description,
		Role: c.Role, PackageType: "Image", Architectures: []string{cloud.Architecture}, MemorySize: cloud.MemoryMB, CodeSha256: c.CodeSha256, RevisionID: c.RevisionID,
		State: c.State, LastUpdateStatus: c.LastUpdateStatus, LastModified: c.LastModified.UTC().Format("2006-01-02T15:04:05.000+0000"),
	}
	if c.DeadLetterTarget != "" {
		b.DeadLetterConfig = &deadLetter{c.DeadLetterTarget}
	}
	if c.State == cloud.StatePending {
		b.StateReason, b.StateReasonCode = "The function is being created.", "Creating"
	}
	return b
}

// listed is the function in a listing, which has no states.
func (b functionBody) listed() functionBody {
	b.State, b.StateReason, b.StateReasonCode, b.LastUpdateStatus = "", "", "", ""
	return b
}

type codeBody struct {
	RepositoryType   string `json:"RepositoryType"`
	ImageURI         string `json:"ImageUri"`
	ResolvedImageURI string `json:"ResolvedImageUri"`
}

func (l lambda) getFunction(r *http.Request) (int, any, error) {
	c, err := l.account.GetFunction(functionName(r), qualifier(r))
	return http.StatusOK, map[string]any{
		"Configuration": showFunction(c),
		"Code":          codeBody{RepositoryType: "ECR", ImageURI: c.ImageURI, ResolvedImageURI: c.ImageURI},
	}, err
}

func (l lambda) getConfiguration(r *http.Request) (int, any, error) {
	c, err := l.account.GetFunctionConfiguration(functionName(r), qualifier(r))
	return http.StatusOK, showFunction(c), err
}

func (l lambda) updateCode(r *http.Request) (int, any, error) {
	in, err := decode[struct {
		ImageURI   string `json:"ImageUri"`
		RevisionID string `json:"RevisionId"`
		S3Bucket   string `json:"S3Bucket"`
		S3Key      string `json:"S3Key"`
	}](r)
	if err != nil {
		return 0, nil, err
	}
	if in.ImageURI == "" {
		return 0, nil, invalid(cloud.CodeInvalidParameter, "The functions of the simulated account run images: give an ImageUri.")
	}
	c, err := l.account.UpdateFunctionCode(cloud.UpdateFunctionCodeInput{
		FunctionName: functionName(r), ImageURI: in.ImageURI, RevisionID: in.RevisionID,
	})
	return http.StatusOK, showFunction(c), err
}

func (l lambda) publishVersion(r *http.Request) (int, any, error) {
	in, err := decode[struct {
		CodeSha256  string `json:"CodeSha256"`
		Description string `json:"Description"`
		RevisionID  string `json:"RevisionId"`
	}](r)
	if err != nil {
		return 0, nil, err
	}
	c, err := l.account.PublishVersion(cloud.PublishVersionInput{
		FunctionName: functionName(r), CodeSha256: in.CodeSha256, Description: in.Description, RevisionID: in.RevisionID,
	})
	return http.StatusCreated, showFunction(c), err
}

// deleteFunction deletes the function itself when no version is named, as AWS does.
func (l lambda) deleteFunction(r *http.Request) (int, any, error) {
	return http.StatusNoContent, nil, l.account.DeleteFunction(functionName(r), qualifier(r))
}

func (l lambda) listVersions(r *http.Request) (int, any, error) {
	list, err := l.account.ListVersionsByFunction(functionName(r))
	if err != nil {
		return 0, nil, err
	}
	list, next, err := listing(r, list, func(c cloud.FunctionConfiguration) string { return order(c.Version) }, l.options.limit(50))
	if err != nil {
		return 0, nil, err
	}
	out := struct {
		Versions   []functionBody `json:"Versions"`
		NextMarker string         `json:"NextMarker,omitempty"`
	}{NextMarker: next}
	for _, c := range list {
		out.Versions = append(out.Versions, showFunction(c).listed())
	}
	return http.StatusOK, out, nil
}

// order sorts versions as they are listed: $LATEST and then by number.
func order(version string) string {
	if version == "$LATEST" {
		return "0"
	}
	return fmt.Sprintf("1%20s", version)
}
