using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace NeuralNet.Tests;

/// <summary>
/// Tests of the rules of the format with files that are built byte by byte (https://github.com/huggingface/safetensors, "Format").
/// </summary>
public class SafetensorsTests
{
    public static TheoryData<string, byte[], float[]> NumberTypes => new()
    {
        { "F32", [0, 0, 0x80, 0x3F, 0, 0, 0x28, 0xC2], [1, -42] },
        { "F64", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0x45, 0xC0], [1, -42] },
        { "F16", [0x00, 0x3C, 0x40, 0xD1, 0x01, 0x00, 0x00, 0x7C], [1, -42, 5.9604645e-8f, float.PositiveInfinity] },
        { "BF16", [0x80, 0x3F, 0x28, 0xC2, 0x49, 0x40], [1, -42, 3.140625f] },
        { "I64", [1, 0, 0, 0, 0, 0, 0, 0, 0xD6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [1, -42] },
        { "I32", [1, 0, 0, 0, 0xD6, 0xFF, 0xFF, 0xFF], [1, -42] },
        { "I16", [1, 0, 0xD6, 0xFF], [1, -42] },
        { "I8", [1, 0xD6], [1, -42] },
        { "U64", [0, 0, 0, 0, 0, 0, 0, 0x80], [9223372036854775808f] },
        { "U32", [0, 0, 0, 0x80], [2147483648f] },
        { "U16", [1, 0x80], [32769] },
        { "U8", [1, 0xD6], [1, 214] },
        { "BOOL", [0, 1], [0, 1] },
    };

    [Theory]
    [MemberData(nameof(NumberTypes))]
    public void NumbersOfEveryTypeAreReadAsFloat32(string type, byte[] data, float[] expected)
    {
        byte[] file = SafetensorsBytes.Of(Header("t", type, FormattableString.Invariant($"[{expected.Length}]"), 0, data.Length), data);
        using Safetensors opened = Safetensors.Open(new MemoryStream(file));
        Assert.Equal(expected, opened.Read("t").ToArray());
        Assert.Equal(type, opened.Entries["t"].DataType.ToString().ToUpperInvariant());
    }

    [Fact]
    public void TensorsThatCannotBeWrittenAreNamedByTheCallersArgument()
    {
        var tensor = new Tensor(1);
        Assert.Equal("tensors", Refused([new("a", tensor), new("a", tensor)]).ParamName);
        Assert.Equal("tensors", Refused([new("__metadata__", tensor)]).ParamName);
        Assert.Equal("dataType", Refused([new("a", tensor)], SafetensorsDataType.I64).ParamName);

        static ArgumentException Refused(KeyValuePair<string, Tensor>[] tensors, SafetensorsDataType dataType = SafetensorsDataType.F32) =>
            Assert.Throws<ArgumentException>(() => Safetensors.Write(Stream.Null, tensors, dataType: dataType));
    }

    [Fact]
    public void ScalarsAndEmptyTensorsAreAllowedAndTrailingSpacesToo()
    {
        byte[] file = SafetensorsBytes.Of(
            """{"none":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]},"one":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}   """, 7);
        using Safetensors opened = Safetensors.Open(new MemoryStream(file));
        Assert.Equal(7, opened.Read("one").ToArray().Single());
        Assert.Equal([0, 3], opened.Read("none").Shape);
    }

    /// <summary>The reference reader accepts white space before the header since 2026; editors and formatters may insert it.</summary>
    [Fact]
    public void WhiteSpaceBeforeTheHeaderIsAllowed()
    {
        using Safetensors opened = Safetensors.Open(new MemoryStream(SafetensorsBytes.Of(" \t\r\n" + Header("one", "U8", "[1]", 0, 1), 7)));
        Assert.Equal(7, opened.Read("one")[0]);
    }

    /// <summary>Readers refuse a header of more than 100,000,000 bytes, so the writer refuses to create one, and writes nothing.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void AHeaderThatIsTooLongIsNotWritten()
    {
        var tensor = new Tensor(1);
        string name = new('a', 40_000_000);
        using var stream = new MemoryStream();
        Refused([new(name + 1, tensor), new(name + 2, tensor), new(name + 3, tensor)], []);
        Refused([new("x", tensor)], new() { ["a"] = name, ["b"] = name, ["c"] = name });
        Assert.Equal(0, stream.Length);

        void Refused(KeyValuePair<string, Tensor>[] tensors, Dictionary<string, string> metadata)
        {
            var exception = Assert.Throws<ArgumentException>(() => Safetensors.Write(stream, tensors, metadata));
            Assert.Contains("100000000", exception.Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string, string, string> LongHeaders => new()
    {
        { "unknown key 'b'", """{"a":{"b":[""", "0,", "0]}}" },
        { "unknown key 'b'", """{"a":{"b":[""", "[],", "[]]}}" },
        { "at most 64", """{"a":{"shape":[""", "0,", "0]}}" },
        { "should be an object", """{"a":[""", "{},", "{}]}" },
        { "should be an object", "{", "\"\":1,", "\"\":1}" },
        { "not valid JSON", """{"__metadata__":{""", "\"\":\"\",", "\"\":\"\"}}" },
        { "not valid JSON", "{", """ "":{"dtype":"U8","shape":[],"data_offsets":[0,0]},""", "" },
        { "not valid JSON", "{\"a\":", "[", "" },
        { "unknown key", "{\"a\":{\"", "name", "\":1}}" },
        { "the type", "{\"a\":{\"dtype\":\"", "F32", "\"}}" },
    };

    /// <summary>A malicious header costs at most a small multiple of its own length before it is refused.</summary>
    [Theory]
    [MemberData(nameof(LongHeaders))]
    [Trait("Category", "Slow")]
    public void ALongHeaderIsRefusedAtItsFirstFault(string words, string begin, string part, string end)
    {
        const int Length = 8 << 20;
        byte[] file = SafetensorsBytes.Of(begin + string.Concat(Enumerable.Repeat(part, Length / part.Length)) + end);
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<ModelFileException>(() => Safetensors.Open(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5L * file.Length);
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.InRange(exception.Message.Length, 0, 1000);
        File.Delete(path);
    }

    /// <summary>A valid header with the maximum number of tensors or texts costs at most a small multiple of its length too.</summary>
    [Theory]
    [InlineData("", "\"{0:x5}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}},", "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}", 150_000)]
    [InlineData("\"__metadata__\":{", "\"{0:x5}\":\"\",", "\"\":\"\"}", 700_000)]
    [Trait("Category", "Slow")]
    public void ALongHeaderOfValidEntriesIsReadInLittleMemory(string begin, string part, string end, int count)
    {
        var header = new StringBuilder("{" + begin);
        for (int i = 0; i < count; i++)
            header.AppendFormat(CultureInfo.InvariantCulture, part, i);
        byte[] file = SafetensorsBytes.Of(header + end + "}", begin.Length == 0 ? [1] : []);
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using (Safetensors opened = Safetensors.Open(path))
            Assert.Equal(count + 1, opened.Entries.Count + opened.Metadata.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8L * file.Length);
        File.Delete(path);
    }

    [Fact]
    public void TheLayoutOfAWrittenFileIsThatOfTheFormat()
    {
        using var stream = new MemoryStream();
        Tensor b = new float[] { 1, 2 }, a = new float[,] { { 3 }, { 4 }, { 5 } };
        Safetensors.Write(stream, new Dictionary<string, Tensor> { ["b"] = b, ["a"] = a }, new Dictionary<string, string> { ["note"] = "ä\"<" });
        byte[] file = stream.ToArray();
        Assert.Equal(
            """{"__metadata__":{"note":"ä\"<"},"a":{"dtype":"F32","shape":[3,1],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}""",
            SafetensorsBytes.HeaderOf(file).TrimEnd(' '));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(file) % 8);
        Assert.Equal([3, 4, 5, 1, 2], Enumerable.Range(0, 5).Select(i =>
            BinaryPrimitives.ReadSingleLittleEndian(SafetensorsBytes.DataOf(file).AsSpan(4 * i))));
    }

    [Theory]
    [InlineData(SafetensorsDataType.F32)]
    [InlineData(SafetensorsDataType.F64)]
    public void FilesAreMappedAndReadBackWithTheSameBits(SafetensorsDataType type)
    {
        string path = Path.GetTempFileName();
        var values = new Tensor([3, 50_001]);
        for (int i = 0; i < values.Length; i++)
            values.AsSpan()[i] = BitConverter.Int32BitsToSingle(i * 14_321);
        Safetensors.Write(path, [new("x", values)], dataType: type);
        using (Safetensors opened = Safetensors.Open(path))
            Assert.Equal(values.ToArray(), opened.Read("x").ToArray());
        File.Delete(path);
    }

    [Fact]
    public void OpeningALargeFileCopiesNothing()
    {
        string path = Path.GetTempFileName();
        Safetensors.Write(path, [new("large", new Tensor([4096, 1024])), new("small", new Tensor(3))]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using (Safetensors opened = Safetensors.Open(path))
            Assert.Equal(3, opened.Read("small").Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
        File.Delete(path);
    }

    [Fact]
    public void AnUnknownNameIsReportedWithTheKnownOnes()
    {
        using Safetensors opened = Safetensors.Open(new MemoryStream(SafetensorsBytes.Of("""{"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1)));
        Assert.Contains("It has: t", Assert.Throws<ArgumentException>(() => opened.Read("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AClosedFileCannotBeRead()
    {
        string path = Path.GetTempFileName();
        Safetensors.Write(path, [new("x", new Tensor(3))]);
        Safetensors opened = Safetensors.Open(path);
        opened.Dispose();
        opened.Dispose();
        Assert.Throws<ObjectDisposedException>(() => opened.Read("x"));
        File.Delete(path);
    }

    [Fact]
    public void TwoTensorsOfOneNameAndOtherTypesAreRefusedByTheWriter()
    {
        Tensor x = new float[] { 1 };
        Assert.Contains("named 'x'", Assert.Throws<ArgumentException>(() => Safetensors.Write(Stream.Null, [new("x", x), new("x", x)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Safetensors.Write(Stream.Null, [new("__metadata__", x)]));
        Assert.Throws<ArgumentException>(() => Safetensors.Write(Stream.Null, [new("x", x)], dataType: SafetensorsDataType.F16));
    }

    public static TheoryData<string, string, byte[]> BadFiles => new()
    {
        { "it has 0 bytes", "empty", [] },
        { "it has 5 bytes", "too short", [1, 2, 3, 4, 5] },
        { "more than the 100000000", "enormous header", [0, 0, 0, 0, 0, 0, 0, 0x7F] },
        { "more than the 100000000", "negative header", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "but only 2 follow", "header beyond the file", [100, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}'] },
        { "does not begin with '{'", "no header", [0, 0, 0, 0, 0, 0, 0, 0] },
        { "does not begin with '{'", "a list", SafetensorsBytes.Of("[]") },
        { "does not begin with '{'", "white space alone", SafetensorsBytes.Of(" \t\r\n ") },
        { "does not begin with '{'", "a byte order mark", SafetensorsBytes.Of("\uFEFF{}") },
        { "not valid JSON", "half an object", SafetensorsBytes.Of("{\"a\":") },
        { "not valid JSON", "two values", SafetensorsBytes.Of("{}{}") },
        { "not valid JSON", "deep", SafetensorsBytes.Of("{\"a\":" + new string('[', 50_000) + new string(']', 50_000) + "}") },
        { "not valid JSON", "half a surrogate pair", SafetensorsBytes.Of("""{"__metadata__":{"a":"\ud800"}}""") },
        { "not valid JSON", "a name twice", SafetensorsBytes.Of(Header("a", "F32", "[1]", 0, 4).TrimEnd('}') + "}," + Header("a", "F32", "[1]", 0, 4)[1..], new byte[4]) },
        { "not valid JSON", "a key twice", SafetensorsBytes.Of("""{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1) },
        { "unknown key 'extra'", "an unknown key", SafetensorsBytes.Of("""{"a":{"dtype":"U8","extra":1,"shape":[1],"data_offsets":[0,1]}}""", 1) },
        { "has no 'shape'", "no shape", SafetensorsBytes.Of("""{"a":{"dtype":"U8","data_offsets":[0,1]}}""", 1) },
        { "'dtype' of the tensor 'a' should be a text", "type as number", SafetensorsBytes.Of("""{"a":{"dtype":1,"shape":[1],"data_offsets":[0,1]}}""", 1) },
        { "should hold whole numbers", "a negative size", SafetensorsBytes.Of(Header("a", "U8", "[-1]", 0, 1), 1) },
        { "should hold whole numbers", "a fraction", SafetensorsBytes.Of(Header("a", "U8", "[1.5]", 0, 1), 1) },
        { "should hold whole numbers", "a size beyond 64 bits", SafetensorsBytes.Of(Header("a", "U8", "[99999999999999999999]", 0, 1), 1) },
        { "the type 'F7'", "an unknown type", SafetensorsBytes.Of(Header("a", "F7", "[1]", 0, 1), 1) },
        { "the type 'Bool'", "a type in other letters", SafetensorsBytes.Of(Header("a", "Bool", "[1]", 0, 1), 1) },
        { "in this order", "end before begin", SafetensorsBytes.Of(Header("a", "U8", "[1]", 1, 0), 1) },
        { "does not take the 2 bytes", "shape and place differ", SafetensorsBytes.Of(Header("a", "U8", "[1]", 0, 2), 1, 2) },
        { "does not take the 0 bytes", "an overflowing shape", SafetensorsBytes.Of(Header("a", "F32", "[4294967296,4294967296]", 0, 0)) },
        { "leave a gap", "a gap before", SafetensorsBytes.Of(Header("a", "U8", "[1]", 1, 2), 1, 2) },
        { "overlap", "an overlap", SafetensorsBytes.Of(Header("a", "U8", "[2]", 0, 2)[..^1] + "," + Header("b", "U8", "[2]", 1, 3)[1..], 1, 2, 3) },
        { "not valid JSON", "metadata twice", SafetensorsBytes.Of("""{"__metadata__":{},"__metadata__":{}}""") },
        { "not valid JSON", "a text twice", SafetensorsBytes.Of("""{"__metadata__":{"a":"1","a":"2"}}""") },
        { "has no 'data_offsets'", "no place", SafetensorsBytes.Of("""{"a":{"dtype":"U8","shape":[1]}}""", 1) },
        { "in this order", "three offsets", SafetensorsBytes.Of("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", 1) },
        { "should be a list; it is an object", "a shape that is an object", SafetensorsBytes.Of("""{"a":{"dtype":"U8","shape":{},"data_offsets":[0,1]}}""", 1) },
        { "truncated", "data cut off", SafetensorsBytes.Of(Header("a", "F32", "[2]", 0, 8), 1, 2, 3) },
        { "longer than it says", "data behind", SafetensorsBytes.Of(Header("a", "U8", "[1]", 0, 1), 1, 2) },
        { "at most 64", "a hundred axes", SafetensorsBytes.Of(Header("a", "U8", $"[{string.Join(",", Enumerable.Repeat(1, 100))}]", 0, 1), 1) },
        { "'__metadata__.a' should be a text", "metadata of numbers", SafetensorsBytes.Of("""{"__metadata__":{"a":1}}""") },
        { "'__metadata__' should be an object", "metadata as a text", SafetensorsBytes.Of("""{"__metadata__":"a"}""") },
        { "the entry of the tensor 'a' should be an object", "an entry that is null", SafetensorsBytes.Of("""{"a":null}""") },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void ABadFileIsRefusedInWords(string words, string what, byte[] file)
    {
        Assert.NotEmpty(what);
        var fromStream = Assert.Throws<ModelFileException>(() => Safetensors.Open(new MemoryStream(file)));
        Assert.Contains(words, fromStream.Message, StringComparison.Ordinal);

        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, file);
        var fromFile = Assert.Throws<ModelFileException>(() => Safetensors.Open(path));
        Assert.Contains(path, fromFile.Message, StringComparison.Ordinal);
        Assert.Contains(words, fromFile.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    private static string Header(string name, string type, string shape, long begin, long end) =>
        FormattableString.Invariant($$$"""{"{{{name}}}":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":[{{{begin}}},{{{end}}}]}}""");
}
