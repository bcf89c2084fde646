"""The site as a WSGI application; the server process opens the casefile before it loads this."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forbear.project.settings")
application = get_wsgi_application()
