package io.jbuild.grammar.hadolint;

import static io.jbuild.grammar.hadolint.HadolintCounts.count;
import static io.jbuild.grammar.hadolint.HadolintCounts.fires;
import static io.jbuild.grammar.hadolint.HadolintCounts.silent;

import org.junit.jupiter.api.Test;

/** The rules about package managers: versions, caches, questions. */
class HadolintPackagesTest {
  @Test
  void aptGetNeedsVersions() {
    fires(
        "DL3008",
        "RUN apt-get install a b c",
        "RUN apt-get install -t x a",
        "RUN apt-get -o Dir=/x install a=1 b",
        "RUN apt-get install $PACKAGES");
    silent(
        "DL3008",
        "RUN apt-get install a=1* b/testing",
        "RUN apt-get install -y",
        "RUN apt-get install \"a=$V\"",
        "ENV P='a=1 b=2'\nRUN apt-get install $P",
        "RUN apt-get update",
        "RUN echo apt-get install a");
  }

  @Test
  void aptListsHaveToGoInTheSameRun() {
    fires(
        "DL3009",
        "RUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*",
        "RUN rm -rf /var/lib/apt/lists/* && apt-get update",
        "RUN apt-get update && rm -rf /tmp/x",
        "RUN --mount=type=bind,target=/var/lib/apt apt-get update");
    silent(
        "DL3009",
        "RUN apt-get update && rm -r -f /var/lib/apt/lists",
        "RUN apt-get update && rm -fr /var/lib/apt/*",
        "RUN apt-get update && apt-get distclean",
        "RUN apt-get update && find /var/lib/apt/lists -type f -delete",
        "RUN --mount=type=cache,target=/var/lib/apt/lists/ apt-get update",
        "RUN --mount=type=tmpfs,dst=/var/lib/apt apt-get update");
  }

  @Test
  void pipNeedsVersions() {
    fires(
        "DL3013",
        "RUN pip install -U pip",
        "RUN pip --no-input install a",
        "RUN pip3.12 install a==1 b",
        "RUN python3 -m pip install a",
        "RUN /venv/bin/pip install a");
    silent(
        "DL3013",
        "RUN pip install a~=1.0 'b[c]>=2'",
        "RUN pip install -e . --no-deps",
        "RUN pip install /wheels/a.whl b.whl",
        "RUN pip install -r a.txt -c b.txt",
        "RUN pip install --extra-index-url https://u:p@h/x a==1",
        "RUN pip uninstall a",
        "RUN pip install");
  }

  @Test
  void aptGetHasNobodyToAsk() {
    fires(
        "DL3014", "RUN apt-get install a", "RUN apt-get install -q a", "RUN apt-get -V install a");
    silent(
        "DL3014", "RUN apt-get -qq install a", "RUN apt-get install -q=2 a", "RUN apt-get update");
    fires(
        "DL3015", "RUN apt-get install -y a", "RUN apt-get -o APT::Install-Recommends=1 install a");
    silent(
        "DL3015",
        "RUN apt-get --no-install-recommends install a",
        "RUN apt-get install -o APT::Install-Recommends=0 a",
        "RUN apt-get install -o=apt::install-recommends=false a");
  }

  @Test
  void npmNeedsVersions() {
    fires(
        "DL3016",
        "RUN npm i a",
        "RUN npm install @scope/a",
        "RUN npm install user/repository",
        "RUN npm --prefix /x install a b@1");
    silent(
        "DL3016",
        "RUN npm install",
        "RUN npm ci",
        "RUN npm install @scope/a@1 b@~2 ./c d.tgz",
        "RUN npm run install a");
  }

  @Test
  void apkNeedsVersionsAndNoCache() {
    fires("DL3018", "RUN apk add a=1 b", "RUN apk --no-cache add a", "RUN apk add -t .x a");
    silent("DL3018", "RUN apk add -t .x a=1", "RUN apk add /x/a.apk a~1 'b>2'", "RUN apk del a");
    fires("DL3019", "RUN apk add a", "RUN apk add a && rm -rf /var/cache/apk/*");
    silent(
        "DL3019",
        "RUN apk --no-cache add a",
        "RUN --mount=type=cache,target=/var/cache apk add a",
        "RUN apk update");
  }

  @Test
  void rpmsNeedVersions() {
    fires(
        "DL3041",
        "RUN dnf install -y a-b",
        "RUN dnf install java-11-openjdk",
        "RUN dnf --installroot /x --releasever 9 in a",
        "RUN dnf module install a",
        "RUN dnf install a-$V");
    silent(
        "DL3041",
        "RUN dnf install a-1.2-3.fc40 b-2:1 ./c.rpm @group",
        "RUN dnf --installroot /x install a-1 --setopt b=c",
        "ARG V=1\nRUN dnf install a-${V}",
        "ARG V\nRUN dnf install a-$V",
        "RUN dnf remove a");
    count(0, "DL3041", "ARG V=1\nFROM a:1\nARG V\nRUN dnf install a-$V\n");
    fires("DL3033", "RUN yum -y install a");
    fires("DL3037", "RUN zypper -n in a");
    silent("DL3037", "RUN zypper in 'a>=1' b.rpm");
    fires("DL3030", "RUN yum install a-1");
    silent("DL3030", "RUN yum install --assumeyes a-1", "RUN yum makecache");
    fires("DL3034", "RUN zypper rm a", "RUN zypper patch");
    silent("DL3034", "RUN zypper -n rm a", "RUN zypper refresh");
    fires("DL3038", "RUN dnf --installroot /x install a-1");
  }

  @Test
  void cachesHaveToGoAfterTheLastInstall() {
    fires(
        "DL3032",
        "RUN yum -y install a-1",
        "RUN yum -y install a-1 && yum clean all && yum -y install b-1");
    silent("DL3032", "RUN yum -y install a-1; yum -y clean all", "RUN yum makecache");
    fires("DL3036", "RUN zypper -n in a=1");
    silent("DL3036", "RUN zypper -n in a=1 && zypper cc -a");
    fires("DL3040", "RUN dnf -y update", "RUN dnf -y install a-1 && dnf clean packages");
    silent("DL3040", "RUN dnf -y install a-1 && rm -rf /var/cache/*");
    fires("DL3060", "RUN yarn install", "RUN yarn cache clean && yarn install");
    silent("DL3060", "RUN yarn install && yarn cache clean --all", "RUN yarn build");
    fires("DL3042", "RUN pip install a", "RUN python -m pip install a", "RUN pip install -r a.txt");
    silent(
        "DL3042",
        "RUN pip install a --no-cache-dir",
        "ENV PIP_NO_CACHE_DIR=true\nRUN pip install a",
        "ARG PIP_NO_CACHE_DIR=1\nRUN pip install a",
        "RUN export PIP_NO_CACHE_DIR=on; pip install a",
        "RUN --mount=type=cache,target=/home/a/.cache pip install a",
        "ENV PIP_CACHE_DIR=/c\nRUN --mount=type=cache,target=/c/ pip install a",
        "RUN pipx install a");
  }

  @Test
  void goNeedsVersions() {
    fires(
        "DL3062", "RUN go install -v a.b/c", "RUN go -C x get a.b/c", "RUN go run a/b@latest -x y");
    silent(
        "DL3062", "RUN go install ./...", "RUN go get", "RUN go run main.go a", "RUN go build a");
  }
}
