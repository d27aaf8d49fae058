. /opt/app/lib/name.sh; echo "$NAME $VERSION"
