package app

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/hallyu-store/hallyu/internal/config"
)

// No container engine builds these files in our tests; what can be said of them without one is here.

var settingName = regexp.MustCompile(`\bHALLYU_[A-Z0-9_]*[A-Z0-9]`)

func TestDeployFilesNameSettingsThatThereAre(t *testing.T) {
	known := append(config.Variables(), "HALLYU_1", "HALLYU_2", "HALLYU_3") // the proxy's own
	for _, file := range []string{"Dockerfile", "compose.yaml", "haproxy.cfg", "hallyu@.service", "alerts.yaml"} {
		for _, name := range settingName.FindAllString(string(deployFile(t, file)), -1) {
			if !slices.Contains(known, strings.TrimSuffix(name, "_FILE")) {
				t.Errorf("%s sets %s, which nothing reads", file, name)
			}
		}
	}
}

func TestImageIsSmallAndNobodysRoot(t *testing.T) {
	text := string(deployFile(t, "Dockerfile"))
	stages := strings.Split(text, "\nFROM ")
	last := stages[len(stages)-1]
	if len(stages) != 3 || strings.Contains(last, "golang") {
		t.Errorf("%d stages; the last is %.40q", len(stages)-1, last)
	}
	for _, want := range []string{
		"CGO_ENABLED=0", "USER 65532:65532", "--no-install-recommends", " webp", "HEALTHCHECK", `ENTRYPOINT ["hallyu"]`, `CMD ["serve"]`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, image := range regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(text, -1) {
		pinned(t, image[1])
	}
}

func pinned(t *testing.T, image string) {
	t.Helper()
	name, version, found := strings.Cut(image, ":")
	if !found || version == "latest" || strings.Contains(name, "minio") {
		t.Errorf("%s is no version of an image that is looked after", image)
	}
}

type composed struct {
	Image, User string
	Build       struct{ Dockerfile string }
	ReadOnly    bool   `yaml:"read_only"`
	Grace       string `yaml:"stop_grace_period"`
	Environment map[string]string
	Secrets     []string
	Healthcheck struct{ Test []string }
}

func TestComposeHasThreeReplicas(t *testing.T) {
	var file struct {
		Services map[string]composed
		Secrets  map[string]struct{ File string }
	}
	if err := yaml.Unmarshal(deployFile(t, "compose.yaml"), &file); err != nil {
		t.Fatal(err)
	}
	replicas := 0
	for name, service := range file.Services {
		pinned(t, service.Image)
		for _, secret := range service.Secrets {
			if file.Secrets[secret].File == "" {
				t.Errorf("%s: no secret %s", name, secret)
			}
		}
		if !strings.HasPrefix(name, "hallyu-") {
			continue
		}
		replicas++
		if service.User != "65532:65532" || !service.ReadOnly || service.Grace != "30s" || !slices.Equal(service.Healthcheck.Test, []string{"CMD", "hallyu", "health"}) {
			t.Errorf("%s: %+v", name, service)
		}
		for variable := range service.Environment {
			if strings.Contains(variable, "KEY") && !strings.HasSuffix(variable, "_FILE") {
				t.Errorf("%s: %s is no secret there", name, variable)
			}
		}
	}
	for _, want := range []string{"proxy", "database", "s3"} {
		if _, found := file.Services[want]; !found || replicas != 3 {
			t.Errorf("%d replicas; %s: %v", replicas, want, found)
		}
	}
}
