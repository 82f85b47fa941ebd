using System.Text;

namespace NeuralNet.Tests;

/// <summary>
/// Tests that a cache that cannot be built leaves no file and names the element, and that a file that is no cache is named and left as it
/// is.
/// </summary>
public sealed class BadCacheTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("neuralnet").FullName;

    private string CacheFile => Path.Combine(folder, "rows.safetensors");

    public static TheoryData<string, string[]> Unlike => new()
    {
        { "width", ["Element 6 of the data set (enumerable)", "shape (4,)", "input 0", "(3,)"] },
        { "no target", ["Element 6", "0 targets", "element 0 has 1"] },
        { "weight", ["Element 6", "1 sample weight", "element 0 has 0"] },
        { "two inputs", ["Element 6", "2 inputs", "element 0 has 1"] },
        { "failure", ["Element 6", "the disk is gone"] },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Unlike))]
    public void AnElementUnlikeTheFirstIsNamed(string kind, string[] words)
    {
        Dataset data = Dataset.From(Samples(kind)).Cache(CacheFile);
        var error = Assert.Throws<InvalidOperationException>(() => data.Elements().Count());
        AssertSays(error, [.. words, CacheFile]);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        AssertSays(Assert.Throws<InvalidOperationException>(() => NewModel().Fit(data)), ["Batch 1 of the training data", .. words]);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void BatchesWhoseTensorsHaveDifferentRowsAreNamed()
    {
        DatasetElement batch = (new Tensor([4, 3]), new Tensor([4, 1])), uneven = (new Tensor([4, 3]), new Tensor([5, 1]));
        Check([batch, uneven], "Element 1", "5 rows as its target 0", "its input 0 has 4");
        Check([batch, new DatasetElement(new Tensor([4, 3]), new Tensor([], [1]))], "Element 1", "scalar");
        Check([new DatasetElement([new Tensor([4, 3])], [new Tensor([4, 1])], [new Tensor([4]), new Tensor([4])])], "Element 0", "2 sample weights for 1 target");

        void Check(DatasetElement[] batches, params string[] words)
        {
            Dataset data = Dataset.From(batches, isBatched: true).Cache(CacheFile);
            AssertSays(Assert.Throws<InvalidOperationException>(() => data.Elements().Count()), words);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }
    }

    [Fact]
    public void NothingAndTheEndlessAreRefused()
    {
        var nothing = Dataset.From(Enumerable.Empty<DatasetElement>());
        AssertSays(Assert.Throws<InvalidOperationException>(() => nothing.Cache(CacheFile).Elements().Count()), "came to nothing", CacheFile);
        AssertSays(Assert.Throws<InvalidOperationException>(() => Good(5).Repeat().Cache(CacheFile)), "never ends", "Take(");
        Assert.Throws<ArgumentException>(() => Good(5).Cache(""));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void ACancelledBuildLeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        Dataset data = Dataset.From(Endless()).Cache(CacheFile);
        Assert.Empty(NewModel().Fit(data, new FitOptions(), cancellation.Token).Epochs);
        Assert.Empty(Directory.GetFileSystemEntries(folder));

        IEnumerable<DatasetElement> Endless()
        {
            for (int i = 0; ; i++)
            {
                if (i == 1000)
                    cancellation.Cancel();
                yield return Sample(3);
            }
        }
    }

    [Fact]
    public void AFolderIsNoFile()
    {
        Assert.Throws<IOException>(() => Good(5).Cache(folder));
        Assert.Throws<FileNotFoundException>(() => Dataset.FromSafetensors(CacheFile));
        Dataset data = Good(5).Cache(Path.Combine(folder, "absent", "rows.safetensors"));
        AssertSays(Assert.Throws<DirectoryNotFoundException>(() => data.Elements().Count()), "absent");
    }

    [Fact]
    public void ATruncatedFileIsRefusedAtEachLength()
    {
        Assert.Equal(9, Good(9).Cache(CacheFile).Elements().Count());
        byte[] whole = File.ReadAllBytes(CacheFile);
        for (int length = 0; length < whole.Length; length += length < 16 ? 1 : 7)
        {
            File.WriteAllBytes(CacheFile, whole[..length]);
            AssertSays(Assert.Throws<InvalidDataException>(() => Good(9).Cache(CacheFile)), CacheFile, "Delete the file");
            AssertSays(Assert.Throws<InvalidDataException>(() => Dataset.FromSafetensors(CacheFile)), CacheFile);
        }

        File.WriteAllBytes(CacheFile, [.. whole, 0]);
        Assert.Throws<InvalidDataException>(() => Good(9).Cache(CacheFile));
    }

    /// <summary>Each damaged header is refused or, where only values of rows changed, read to its end.</summary>
    [Fact]
    public void ADamagedByteNeverBecomesAnotherError()
    {
        Assert.Equal(9, Good(9).Cache(CacheFile).Elements().Count());
        byte[] whole = File.ReadAllBytes(CacheFile);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 1;
            File.WriteAllBytes(CacheFile, damaged);
            try
            {
                Assert.Equal(9, Good(9).Cache(CacheFile).Elements().Count());
                Assert.True(i < whole.Length - 9 * 4 * sizeof(float), "A damaged number was read.");
            }
            catch (InvalidDataException exception)
            {
                AssertSays(exception, CacheFile);
            }
        }
    }

    [Fact]
    public void OtherFilesAreNoCaches()
    {
        NewModel().Save(CacheFile);
        Refuse("does not belong to a data set", "has no tensor");
        Safetensors.Write(CacheFile, [new("x", new Tensor([4, 3])), new("y", new Tensor([4, 1]))]);
        AssertSays(Assert.Throws<InvalidDataException>(() => Good(4).Cache(CacheFile)), CacheFile, "not a cache", "FromSafetensors");
        Safetensors.Write(CacheFile, [new("x", new Tensor([4, 3])), new("y", new Tensor([5, 1]))]);
        Refuse("'y' has 5 rows, and 'x' has 4");
        Safetensors.Write(CacheFile, [new("x", new Tensor([4, 3])), new("z", new Tensor([4, 1]))]);
        Refuse("has the tensor 'z'");
        Safetensors.Write(CacheFile, [new("x", new Tensor([4, 3])), new("sample_weight/0", new Tensor([4])), new("sample_weight/1", new Tensor([4]))]);
        Refuse("has the tensor 'sample_weight/");
        Safetensors.Write(CacheFile, [new("x/0", new Tensor([4, 3])), new("x/2", new Tensor([4, 1]))]);
        Refuse("has the tensor 'x/2'");
        Safetensors.Write(CacheFile, [new("x", new Tensor([], [1]))]);
        Refuse("'x' is a scalar");
        Safetensors.Write(CacheFile, [new("y", new Tensor([4, 3]))]);
        Refuse("no tensor 'x' or 'x/0'");
        Write("""{"x":{"dtype":"U8","shape":[3000000000,0],"data_offsets":[0,0]}}""");
        Refuse("3000000000 rows");
        Write("""{"x":{"dtype":"U8","shape":[0,3000000000],"data_offsets":[0,0]}}""");
        Refuse("more elements than one tensor can hold");
        File.WriteAllText(CacheFile, "a,b,c\n1,2,3\n");
        Refuse("format");

        void Refuse(params string[] anyOf)
        {
            byte[] before = File.ReadAllBytes(CacheFile);
            foreach (Action read in (Action[])[() => Good(4).Cache(CacheFile), () => Dataset.FromSafetensors(CacheFile)])
            {
                var error = Assert.Throws<InvalidDataException>(read);
                AssertSays(error, CacheFile);
                Assert.Contains(anyOf, words => error.Message.Contains(words, StringComparison.Ordinal));
            }

            Assert.Equal(before, File.ReadAllBytes(CacheFile));
        }
    }

    [Fact]
    public void ACacheOfAnotherNumberOfRowsIsRefused()
    {
        Assert.Equal(9, Good(9).Cache(CacheFile).Elements().Count());
        AssertSays(Assert.Throws<InvalidDataException>(() => Dataset.From(new Tensor([8, 3])).Cache(CacheFile)), "9 rows", "has 8", "Delete the file");
        byte[] bytes = File.ReadAllBytes(CacheFile);
        int version = Encoding.Latin1.GetString(bytes).IndexOf("\"format_version\":\"1\"", StringComparison.Ordinal);
        bytes[version + 18] = (byte)'2';
        File.WriteAllBytes(CacheFile, bytes);
        AssertSays(Assert.Throws<InvalidDataException>(() => Good(9).Cache(CacheFile)), "version '2'", "version 1");
    }

    private void Write(string header) =>
        File.WriteAllBytes(CacheFile, [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header)]);

    private static IEnumerable<DatasetElement> Samples(string kind)
    {
        for (int i = 0; i < 6; i++)
            yield return Sample(3);
        yield return kind switch
        {
            "width" => Sample(4),
            "no target" => new DatasetElement(new Tensor([3])),
            "weight" => new DatasetElement(new Tensor([3]), new Tensor([1]), new Tensor([1])),
            "two inputs" => new DatasetElement([new Tensor([3]), new Tensor([3])], [new Tensor([1])]),
            _ => throw new IOException("the disk is gone"),
        };
    }

    private static Dataset Good(int rows) => Dataset.From(Enumerable.Range(0, rows).Select(_ => Sample(3)));

    private static DatasetElement Sample(int width) => (new Tensor([width]), new Tensor([1]));

    private static Sequential NewModel()
    {
        var model = new Sequential(3, seed: 1).Dense(1);
        model.Compile("sgd", "mse");
        return model;
    }

    private static void AssertSays(Exception error, params string[] words) =>
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
}
