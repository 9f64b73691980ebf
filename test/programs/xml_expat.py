# pyexpat and what stands on it: ElementTree, plistlib.
import io, plistlib
import xml.etree.ElementTree as ET
from xml.parsers import expat

doc = '''<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE shop [<!ENTITY co "Caf\u00e9 &amp; Co"><!ELEMENT shop (item*)>]>
<!-- a comment -->
<shop xmlns:x="urn:x" name="&co;">
  <item id="1" x:kind="a">one &lt; two</item><item id='2'><![CDATA[<raw>]]></item>
  <?php echo?><x:leer/>
</shop>'''
log = []
p = expat.ParserCreate()
for name in ('StartElementHandler', 'EndElementHandler', 'CharacterDataHandler', 'CommentHandler', 'ProcessingInstructionHandler',
             'StartCdataSectionHandler', 'EndCdataSectionHandler', 'XmlDeclHandler', 'StartDoctypeDeclHandler', 'EndDoctypeDeclHandler',
             'EntityDeclHandler', 'ElementDeclHandler'):
    setattr(p, name, lambda *a, name=name: log.append((name, a)))
p.buffer_text = True
print(p.Parse(doc, True), p.CurrentLineNumber, p.CurrentByteIndex > 100)
for x in log:
    print(*x)
p = expat.ParserCreate(namespace_separator='|')
p.ordered_attributes = True
p.StartElementHandler = lambda *a: print(a)
p.StartNamespaceDeclHandler = lambda *a: print('ns', a)
p.ParseFile(io.BytesIO(doc.encode()))
for bad in ('<a><b></a>', '<a', '', '<a>&nope;</a>', '<a/><b/>', '<a b=c/>', b'<a>\xff</a>', '<a b="1" b="2"/>'):
    try:
        expat.ParserCreate().Parse(bad, True)
    except expat.ExpatError as e:
        print(type(e).__name__, e, e.code, e.lineno, e.offset, expat.ErrorString(e.code), expat.errors.messages[e.code])
class Stop(Exception): pass
def stop(*a): raise Stop(a)
p = expat.ParserCreate()
p.StartElementHandler = stop
try:
    p.Parse('<a><b/></a>', True)
except Stop as e:
    print('stopped', e)
try:
    p.Parse(3)
except TypeError as e:
    print(e)
try:
    expat.ParserCreate(namespace_separator='ab')
except ValueError as e:
    print(e)
data = {'a': 1, 'b': [1.5, True, 'x'], 'c': b'bytes'}
print(plistlib.loads(plistlib.dumps(data)) == data)
root = ET.fromstring(doc)
print(root.tag, root.attrib, [(e.tag, e.attrib, e.text) for e in root])
print(ET.tostring(root, encoding='unicode'))
