using System.IO.Compression;

namespace NeuralNet.Tests;

/// <summary>
/// Tests files of PyTorch with random changes with fixed seeds: each loads or throws a <see cref="ModelFileException"/>, changes nothing
/// in the second case, and takes no more memory than its length justifies. Half of the changes are those of the pickle in a valid archive.
/// </summary>
[Trait("Category", "Slow")]
public class StateDictFuzzTests
{
    private const int FilesPerSeed = 2_500;

    private static readonly byte[][] Originals =
    [
        StateDictBytes.Reference("net"), StateDictBytes.Reference("views"), StateDictBytes.Reference("checkpoint"),
        StateDictBytes.Reference("protocol4"), StateDictBytes.Reference("parameters"),
        StateDictBytes.Changed(StateDictBytes.Reference("net"), (_, content) => content, CompressionLevel.SmallestSize),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void EveryChangedFileLoadsOrIsRefused(int seed)
    {
        var random = new Random(seed);
        Sequential target = new Sequential(4, seed: 1).Dense(8).BatchNormalization().Dense(3);
        WeightMapping mapping = new WeightMapping().AddPyTorch("dense", "0").AddPyTorch("batch_normalization", "1").AddPyTorch("dense_1", "3");
        int[] before = Bits.Of(target);
        int loaded = 0;
        for (int i = 0; i < FilesPerSeed; i++)
        {
            byte[] original = Originals[random.Next(Originals.Length)];
            byte[] file = random.Next(2) == 0
                ? Change(original, random)
                : StateDictBytes.Changed(
                    original, (name, content) => name.EndsWith("data.pkl", StringComparison.Ordinal) ? Change(content, random) : content);
            string what = $"Seed {seed}, file {i}";
            LoadOutcome.IsLoaded(file, what, () => ReadAll(file));
            if (LoadOutcome.IsLoaded(file, what, () => target.LoadWeights(new MemoryStream(file), strict: false, mapping)))
                loaded++;
            else
                Assert.Equal(before, Bits.Of(target));
            before = Bits.Of(target);
        }

        Assert.InRange(loaded, FilesPerSeed / 50, FilesPerSeed * 9 / 10);
    }

    private static byte[] Change(byte[] original, Random random)
    {
        byte[] file = [.. original];
        for (int count = Math.Max(1, random.Next(4) - 1); count > 0 && file.Length > 8; count--)
        {
            int place = random.Next(file.Length);
            switch (random.Next(6))
            {
                case 0:
                    file = file[..place];
                    break;
                case 1 or 2:
                    file[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 3:
                    file[place] = file[random.Next(file.Length)];
                    break;
                case 4:
                    int length = random.Next(Math.Min(40, file.Length - place));
                    file = [.. file[..place], .. file[(place + length)..]];
                    break;
                default:
                    int from = random.Next(file.Length), copied = random.Next(Math.Min(40, file.Length - from));
                    file = [.. file[..place], .. file[from..(from + copied)], .. file[place..]];
                    break;
            }
        }

        return file;
    }

    /// <summary>Reads the tensors whose number of elements is in proportion to the file.</summary>
    private static void ReadAll(byte[] file)
    {
        using ITensorFile opened = TensorFile.Open(new MemoryStream(file));
        var values = new float[8];
        foreach (string name in opened.Names.Where(name => opened.ShapeOf(name)!.Value.Is(new Shape(8))))
            opened.ReadTo(name, values);
    }
}
