using System.IO.Compression;
using static NeuralNet.Tests.StateDictBytes;

namespace NeuralNet.Tests;

/// <summary>Tests that files of PyTorch that cannot be read name the reason and change nothing.</summary>
public class BadStateDictTests
{
    private static readonly byte[] Weight = Tensor(Storage(), 0, [2, 3], [3, 1]);

    [Theory]
    [InlineData("whole_model", "'torch.nn.modules.container.Sequential', which no state dict needs; nothing of a file is executed")]
    [InlineData("whole_model", "torch.save(model.state_dict(), path)")]
    [InlineData("script", "TorchScript")]
    [InlineData("legacy", "before version 1.6")]
    [InlineData("complex", "a tensor of the kind 'torch.ComplexFloatStorage'")]
    [InlineData("tensor", "a tensor and no state dict")]
    [InlineData("no_tensors", "no dict with tensors")]
    public void FilesOfPyTorchThatAreNoStateDicts(string name, string reason)
    {
        Sequential model = new Sequential(4).Dense(8);
        string path = PathOf(name), message = Assert.Throws<ModelFileException>(() => model.LoadWeights(path)).Message;
        Assert.StartsWith($"The file '{path}' cannot be read: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        File.Delete(CopyOf(path)); // The file is closed.
    }

    [Fact]
    public void ATarArchiveIsOfAnOldVersion()
    {
        var file = new byte[1024];
        Ascii("sys_info").CopyTo(file, 0);
        Ascii("ustar").CopyTo(file, 257);
        Refused(file, "before version 1.6");
    }

    [Fact]
    public void ModelsAreNotStateDicts()
    {
        string message = Assert.Throws<ModelFileException>(() => Model.Load(PathOf("net"))).Message;
        Assert.Contains("LoadWeights", message, StringComparison.Ordinal);
        Assert.Contains("NeuralNet.Keras", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOfHdf5AreReadByAnotherPackage()
    {
        byte[] file = [0x89, .. Ascii("HDF\r\n"), 0x1A, (byte)'\n', .. new byte[100]];
        Refused(file, "it is an HDF5 file", "KerasModel.LoadWeights of NeuralNet.Keras");
        string message = Assert.Throws<ModelFileException>(() => Model.Load(new MemoryStream(file))).Message;
        Assert.Contains("KerasModel.Load a whole model", message, StringComparison.Ordinal);
    }

    /// <summary>The programs that a hostile pickle would run.</summary>
    [Theory]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("torch._utils", "_rebuild_sparse_tensor")]
    [InlineData("torch", "load")]
    [InlineData("collections.OrderedDict", "fromkeys")]
    public void NoOtherObjectIsFound(string module, string name)
    {
        Refused(Of(Global(module, name), Tuple(Text("id")), [(byte)'R']), $"'{module}.{name}'");
        Refused(Of(Text(module), Text(name), [0x93]), $"'{module}.{name}'");
    }

    /// <summary>INST, OBJ, NEWOBJ, NEWOBJ_EX, EXT1, PERSID, INT, BINSTRING, POP, DUP, BINBYTES, NEXT_BUFFER and an unknown one.</summary>
    [Theory]
    [InlineData('i')]
    [InlineData('o')]
    [InlineData('\u0081')]
    [InlineData('\u0092')]
    [InlineData('\u0082')]
    [InlineData('P')]
    [InlineData('I')]
    [InlineData('T')]
    [InlineData('0')]
    [InlineData('2')]
    [InlineData('B')]
    [InlineData('\u0097')]
    [InlineData('\u00ff')]
    public void NoOtherOperationIsExecuted(char operation) =>
        Refused(Of(Tuple(), [(byte)operation], new byte[8]), FormattableString.Invariant($"0x{(int)operation:X2}"), "nothing of a file is executed");

    public static TheoryData<string, byte[], string> BadPickles => new()
    {
        { "nothing", [], "ends with 0 values" },
        { "two values", [.. Text("a"), .. Text("b")], "ends with 2 values" },
        { "a mark", [(byte)'}', (byte)'('], "ends with 1 value" },
        { "an empty stack", [(byte)'s'], "has not put on the stack" },
        { "a stack below a mark", [.. Text("a"), (byte)'(', 0x85], "has not put on the stack" },
        { "the mark alone", [(byte)'}', (byte)'t'], "a mark that it has not set" },
        { "the memo", [(byte)'h', 7], "the value 7 from the memo" },
        { "the long memo", [(byte)'j', 0xFF, 0xFF, 0xFF, 0xFF], "the value 4294967295 from the memo" },
        { "an append", [.. Text("a"), .. Text("b"), (byte)'a'], "not a list" },
        { "an item", [.. Text("a"), .. Text("b"), .. Text("c"), (byte)'s'], "not a dict" },
        { "half an item", [(byte)'}', (byte)'(', .. Text("b"), (byte)'u'], "a key of a dict without a value" },
        { "a key", Dict(Tuple(), Text("a")), "neither a text nor a whole number" },
        { "no key", Dict([(byte)'N'], Text("a")), "neither a text nor a whole number" },
        { "two keys", [.. Dict(Text("w"), Weight), .. Text("w"), .. Weight, (byte)'s'], "two items 'w'" },
        { "a long text", [(byte)'X', 0xFF, 0xFF, 0xFF, 0x7F], "needs 2147483647 more bytes" },
        { "a longer text", [0x8D, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "needs 18446744073709551615 more bytes" },
        { "a text", [0x8C, 2, 0xC3, 0x28], "not valid UTF-8" },
        { "a frame", [0x95, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0], "needs 65535 more bytes" },
        { "a name", Ascii("ctorch"), "without an end" },
        { "a protocol", [0x80, 9], "protocol 9" },
        { "a name of numbers", [.. Integer(1), .. Integer(2), 0x93], "a value that is not a text" },
        { "a call", [.. Text("a"), .. Tuple(), (byte)'R'], "not a function" },
        { "arguments", [.. Global("collections", "OrderedDict"), .. Text("a"), (byte)'R'], "not a function with a tuple" },
        { "arguments of a dict", [.. Global("collections", "OrderedDict"), .. Tuple(Text("a")), (byte)'R'], "OrderedDict with 1 argument" },
        { "a parameter", [.. Global("torch._utils", "_rebuild_parameter"), .. Tuple(Text("a")), (byte)'R'], "RebuildParameter" },
        { "a storage as a function", [.. Global("torch", "FloatStorage"), .. Tuple(), (byte)'R'], "not a function" },
        { "attributes", [.. Text("a"), (byte)'}', (byte)'b'], "sets attributes" },
        { "attributes of a tensor", [.. Weight, (byte)'}', (byte)'b'], "sets attributes" },
        { "an identifier", [.. Text("storage"), (byte)'Q'], "not a storage" },
        { "a negative storage", Dict(Text("w"), Tensor(Storage(count: -1), 0, [2, 3], [3, 1])), "not a storage" },
        { "an absent storage", Dict(Text("w"), Tensor(Storage("7"), 0, [2, 3], [3, 1])), "no entry 'net/data/7'" },
        { "another folder", Dict(Text("w"), Tensor(Storage("../data.pkl"), 0, [2, 3], [3, 1])), "no entry 'net/data/../data.pkl'" },
        { "a long storage", Dict(Text("w"), Tensor(Storage(count: 1L << 61), 0, [2, 3], [3, 1])), "has 24 bytes" },
        { "a short storage", Dict(Text("w"), Tensor(Storage(count: 5), 0, [2], [1])), "has 24 bytes" },
        { "wide elements", Dict(Text("w"), Tensor(Storage(type: "DoubleStorage"), 0, [2, 3], [3, 1])), "6 elements of 8 bytes" },
        { "a list", [(byte)']'], "a list and no state dict" },
        { "tensors in a list", Dict(Text("w"), [(byte)']', .. Weight, (byte)'a']), "no dict with tensors" },
    };

    [Theory]
    [MemberData(nameof(BadPickles))]
    public void BadPicklesAreNamed(string what, byte[] pickle, string reason)
    {
        Assert.NotEmpty(what);
        Refused(Of(pickle), reason);
    }

    public static TheoryData<long, long[], long[]> ViewsOutside => new()
    {
        { -1, [2], [1] },
        { 0, [2], [-1] },
        { 0, [-2], [1] },
        { 0, [2, 3], [1] },
        { 5, [2], [1] },
        { 6, [1], [1] },
        { 6, [], [] },
        { 0, [2, 3], [4, 1] },
        { 0, [long.MaxValue], [long.MaxValue] },
        { long.MaxValue, [3], [long.MaxValue] },
        { 3, [long.MaxValue, long.MaxValue, 2], [1, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(ViewsOutside))]
    public void ViewsLieInsideTheirStorage(long offset, long[] sizes, long[] strides) =>
        Refused(Of(Dict(Text("w"), Tensor(Storage(), offset, sizes, strides))), "its pickle has a tensor");

    [Fact]
    public void AViewOutsideItsStorageIsDescribed() => Refused(
        Of(Dict(Text("w"), Tensor(Storage(), 1, [2, 3], [3, 1]))),
        "has a tensor of shape (2, 3) with the strides (3, 1) from the element 1 on, which ends outside the storage '0' of 6 elements");

    /// <summary>A tensor of 2⁴⁰ equal elements takes no memory, because no parameter has its shape.</summary>
    [Fact]
    public void RepeatedElementsTakeNoMemory()
    {
        byte[] file = Of(Dict(Text("dense.weight"), Tensor(Storage(), 0, [1L << 20, 1L << 20], [0, 0])));
        Sequential model = new Sequential(4).Dense(8, useBias: false);
        var mapping = new WeightMapping().AddPyTorch("dense", "dense");
        Assert.False(LoadOutcome.IsLoaded(file, "2⁴⁰ elements", () => model.LoadWeights(new MemoryStream(file), mapping: mapping)));
        Assert.Contains("(1048576, 1048576)", Assert.Single(model.LoadWeights(new MemoryStream(file), strict: false, mapping).Mismatched), StringComparison.Ordinal);
    }

    [Fact]
    public void DictsInDictsEnd()
    {
        byte[][] levels = [[(byte)'}'], .. Enumerable.Repeat<byte[]>([.. Text("a"), (byte)'}'], 100_000), .. Enumerable.Repeat<byte[]>([(byte)'s'], 100_000)];
        Refused(Of(levels), "levels deep");
    }

    /// <summary>A dict that contains itself, and dicts that contain the next twice, 2³⁰ in all, are visited once.</summary>
    [Fact]
    public void DictsThatAreSharedAreVisitedOnce()
    {
        const int Levels = 30;
        Assert.Equal(["w"], NamesIn(Of([(byte)'}', (byte)'q', 0], Text("self"), [(byte)'h', 0, (byte)'s'], Text("w"), Weight, [(byte)'s'])));
        byte[][] openings = [.. Enumerable.Repeat<byte[]>([(byte)'}', .. Text("a")], Levels)];
        byte[][] ends = [.. Enumerable.Range(0, Levels).Select(i => (byte[])[(byte)'q', (byte)i, (byte)'s', .. Text("b"), (byte)'h', (byte)i, (byte)'s'])];
        Assert.Equal(["w"], NamesIn(Of([.. openings, Dict(Text("w"), Weight), .. ends])));
    }

    [Fact]
    public void TwoTensorsOfOneNameAreRefused()
    {
        byte[] inner = Dict(Text("b.c"), Weight), outer = Dict(Text("c"), Weight);
        Refused(Of([(byte)'}'], Text("a"), inner, [(byte)'s'], Text("a.b"), outer, [(byte)'s']), "two tensors in its dicts have the name 'a.b.c'");
    }

    [Fact]
    public void OtherArchivesAreNamed()
    {
        Refused(Archive([("config.json", []), ("model.weights.h5", [])]), "torch.save did not write it; it has 'config.json', 'model.weights.h5'. KerasModel.LoadWeights of NeuralNet.Keras");
        Refused(Archive([]), "no entries");
        Refused(Archive([("a/data.pkl", []), ("b/data.pkl", [])]), "more than one 'data.pkl'");
        Refused(Archive([("a/data.pkl", []), ("a/data.pkl", [])]), "two entries 'a/data.pkl'");
        Refused(Archive([("a/data.pkl", [])]), "does not begin with the number of a protocol");
        Refused(Archive([("a/data.pkl", Ascii("(dp0\n."))]), "does not begin with the number of a protocol");
        Refused(Changed(Of(Dict(Text("w"), Weight)), (name, content) => name == "net/data/0" ? null : content), "no entry 'net/data/0'");
        Refused(Archive([("net/data.pkl", [0x80, 2, .. Dict(Text("w"), Weight), (byte)'.']), ("net/byteorder", Ascii("middle"))]), "'middle'");
    }

    /// <summary>Archives of a few kilobytes whose entries have 100 MB: the pickle and the storage.</summary>
    [Theory]
    [InlineData("net/data.pkl")]
    [InlineData("net/data/0")]
    public void AnArchiveThatExpandsIsRefusedBeforeItIsRead(string bomb)
    {
        byte[] file = Changed(
            Of(Dict(Text("w"), Tensor(Storage(count: 25_000_000), 0, [25_000_000], [1]))),
            (name, content) => name == bomb ? new byte[100_000_000] : content, CompressionLevel.SmallestSize);
        Assert.True(file.Length < 200_000);
        Assert.False(LoadOutcome.IsLoaded(file, bomb, () => new Sequential(4).Dense(8).LoadWeights(new MemoryStream(file))));
        Refused(file, "more than 20 times the bytes of the file");
    }

    /// <summary>Operations of a byte each that create an object, in an archive within the bound of its expansion.</summary>
    [Theory]
    [InlineData('}')]
    [InlineData(']')]
    [InlineData('(')]
    [InlineData('\u0094')]
    public void ObjectsAreBoundedByTheLengthOfTheFile(char operation)
    {
        var random = new byte[500_000];
        new Random(1).NextBytes(random);
        byte[] pickle = [0x80, 2, (byte)'}', .. Enumerable.Repeat((byte)operation, 9_500_000), (byte)'.'];
        byte[] file = Archive([("net/data.pkl", pickle), ("net/data/0", random)], CompressionLevel.SmallestSize);
        Assert.InRange(file.Length, pickle.Length / 20, 600_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(file, FormattableString.Invariant($"more than {1_000 + file.Length / 2} operations"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L * file.Length);
    }

    /// <summary>Many entries, each within the bound, are not together.</summary>
    [Fact]
    public void AllCompressedEntriesTogetherAreBounded()
    {
        byte[][] items = [.. Enumerable.Range(0, 100).Select(i => (byte[])[.. Text($"w{i}"), .. Tensor(Storage($"{i}", 2_000), 0, [2_000], [1]), (byte)'s'])];
        byte[] file = Archive(
            [("net/data.pkl", [0x80, 2, (byte)'}', .. items.SelectMany(bytes => bytes), (byte)'.']), .. Enumerable.Range(0, 100).Select(i => ($"net/data/{i}", new byte[8_000]))],
            CompressionLevel.SmallestSize);
        Assert.True(8_000 * 100 > 20 * file.Length);
        Refused(file, "more than 20 times the bytes of the file");
    }

    [Fact]
    public void EveryTruncatedFileIsRefused()
    {
        byte[] file = Reference("net");
        Sequential model = new Sequential(4).Dense(8).BatchNormalization().Dense(3);
        int[] before = Bits.Of(model);
        for (int length = 0; length < file.Length; length += 13)
            Assert.Throws<ModelFileException>(() => model.LoadWeights(new MemoryStream(file[..length]), strict: false));
        Assert.Equal(before, Bits.Of(model));
    }

    private static string[] NamesIn(byte[] file)
    {
        using ITensorFile opened = TensorFile.Open(new MemoryStream(file));
        return [.. opened.Names];
    }

    private static string CopyOf(string path)
    {
        string copy = Path.GetTempFileName();
        File.Copy(path, copy, overwrite: true);
        return copy;
    }

    private static void Refused(byte[] file, params string[] reasons)
    {
        Sequential model = new Sequential(3, seed: 1).Dense(2, useBias: false);
        int[] before = Bits.Of(model);
        string message = Assert.Throws<ModelFileException>(() => model.LoadWeights(new MemoryStream(file), strict: false)).Message;
        Assert.StartsWith("The stream cannot be read: ", message, StringComparison.Ordinal);
        foreach (string reason in reasons)
            Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Equal(before, Bits.Of(model));
    }
}
