package io.jbuild.cli.conformance;

/**
 * {@code adduser} and {@code addgroup} for a busybox without them, as Debian's is: scripts with the
 * options that Dockerfiles use.
 */
final class Users {
  private Users() {}

  static final String ADDUSER =
      """
      #!/bin/sh
      uid= group= home= shell=/bin/sh gecos= make=1 low=1000
      while getopts DHSu:G:h:s:g:k: option; do
        case $option in
          D) ;;
          H) make= ;;
          S) low=100 shell=/bin/false ;;
          u) uid=$OPTARG ;;
          G) group=$OPTARG ;;
          h) home=$OPTARG ;;
          s) shell=$OPTARG ;;
          g) gecos=$OPTARG ;;
          *) exit 1 ;;
        esac
      done
      shift $((OPTIND - 1))
      name=$1
      [ -n "$name" ] || exit 1
      if [ $# = 2 ]; then exec addgroup "$name" "$2"; fi
      if grep -q "^$name:" /etc/passwd; then echo "adduser: user '$name' in use" >&2; exit 1; fi
      if [ -z "$uid" ]; then
        uid=$low
        while grep -q "^[^:]*:[^:]*:$uid:" /etc/passwd; do uid=$((uid + 1)); done
      fi
      if [ -z "$group" ]; then
        if [ "$low" = 100 ]; then group=nogroup gid=65533
        else group=$name gid=$uid; fi
        grep -q "^$group:" /etc/group || echo "$group:x:$gid:" >> /etc/group
      fi
      gid=$(grep "^$group:" /etc/group | cut -d: -f3)
      [ -n "$gid" ] || { echo "adduser: unknown group $group" >&2; exit 1; }
      home=${home:-/home/$name}
      echo "$name:x:$uid:$gid:${gecos:-Linux User,,,}:$home:$shell" >> /etc/passwd
      [ ! -f /etc/shadow ] || echo "$name:!:19000:0:99999:7:::" >> /etc/shadow
      [ -z "$make" ] || { mkdir -p "$home" && chown "$uid:$gid" "$home" && chmod 2755 "$home"; }
      """;

  static final String ADDGROUP =
      """
      #!/bin/sh
      gid= low=1000
      while getopts Sg: option; do
        case $option in
          S) low=100 ;;
          g) gid=$OPTARG ;;
          *) exit 1 ;;
        esac
      done
      shift $((OPTIND - 1))
      if [ $# = 2 ]; then
        line=$(grep "^$2:" /etc/group) || { echo "addgroup: unknown group $2" >&2; exit 1; }
        case $line in *:) line=$line$1 ;; *) line=$line,$1 ;; esac
        sed -i "s|^$2:.*|$line|" /etc/group
        exit
      fi
      [ $# = 1 ] || exit 1
      if grep -q "^$1:" /etc/group; then echo "addgroup: group '$1' in use" >&2; exit 1; fi
      if [ -z "$gid" ]; then
        gid=$low
        while grep -q "^[^:]*:[^:]*:$gid:" /etc/group; do gid=$((gid + 1)); done
      fi
      echo "$1:x:$gid:" >> /etc/group
      """;
}
