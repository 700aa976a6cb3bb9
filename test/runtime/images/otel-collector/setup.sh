# Mounted over by the deployment.
mkdir -p /etc/otelcol-contrib
