# Mounted over by the deployment.
mkdir -p /opt/clp/.aws /opt/clp/var/www/webui/client /opt/clp/etc/webui /mnt/logs /var/data /var/log /var/tmp
cd /opt/clp/lib/python3/site-packages
python3 -m compileall -q --invalidation-mode unchecked-hash clp_mcp_server clp_py_utils job_orchestration sitecustomize.py standin
