using System.Buffers.Binary;
using System.Text;

namespace NeuralNet.Tests;

/// <summary>Tests that rows in a file give the same elements and the same bits of trainings as the same rows in memory.</summary>
public sealed class CachedDatasetTests : IDisposable
{
    private const int Rows = 53;

    private static readonly Tensor X = TestData.Normal([Rows, 3], seed: 1), Y = TestData.Integers(Rows, 2, 3),
        Weights = TestData.Uniform(Rows, 3, 0.1f);

    private readonly string folder = Directory.CreateTempSubdirectory("neuralnet").FullName;

    private string CacheFile => Path.Combine(folder, "rows.safetensors");

    public static TheoryData<string> Words =>
    [
        "", "shuffle", "shuffle batch", "batch", "batch drop", "skip", "take", "skip take", "take skip", "skip shuffle batch", "skip all",
        "take none", "shuffle take", "shuffle batch skip", "batch repeat", "prefetch", "skip far",
    ];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Words))]
    public void ElementsAreThoseOfTheRowsInMemory(string words)
    {
        Dataset expected = Apply(Dataset.From(X, Y, Weights), words), actual = Apply(Source().Cache(CacheFile), words);
        for (int pass = 0; pass < 3; pass++)
            AssertEqual(expected.Elements(seed: 7, number: pass), actual.Elements(seed: 7, number: pass));
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.IsBatched, actual.IsBatched);
        AssertEqual(expected.Elements(7, 1), Apply(Source().Cache(CacheFile), words).Elements(7, 1));
        AssertEqual(expected.Elements(7, 1), Apply(Dataset.FromSafetensors(CacheFile), words).Elements(7, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void TrainingOnACacheGivesTheBitsOfTensors(int prefetch)
    {
        Sequential expected = NewModel(), actual = NewModel();
        History onTensors = expected.Fit(X, Y, batchSize: 8, epochs: 3, sampleWeight: Weights, validationData: (X, Y));
        Dataset data = Source().Cache(CacheFile).Shuffle().Batch(8);
        History onCache = actual.Fit(prefetch == 0 ? data : data.Prefetch(prefetch), new FitOptions
        {
            Epochs = 3,
            ValidationData = Dataset.From(X, Y).Map((x, y) => (x, y)).Cache(Path.Combine(folder, "validation.safetensors")),
            ValidationBatchSize = 8,
        });
        Assert.Equal(ResumableTraining.Describe(onTensors), ResumableTraining.Describe(onCache));
        Assert.Equal(Bits.Of(expected), Bits.Of(actual));
        Dataset rows = Dataset.FromSafetensors(CacheFile);
        Assert.Equal(expected.Evaluate(X, Y, 8, Weights).Results.Select(pair => pair), actual.Evaluate(rows, batchSize: 8).Results.Select(pair => pair));
        Assert.Equal(Bits.Of(expected.Predict(X, 8)), Bits.Of(actual.Predict(rows, batchSize: 8)));
    }

    [Fact]
    public void TheSourceIsReadOnceAndNotAtAllIfTheFileExists()
    {
        int passes = 0, samples = 0;
        Dataset source = Dataset.From(Counted()), cached = source.Cache(CacheFile);
        Assert.False(File.Exists(CacheFile));
        Assert.Equal(0, passes);
        for (int pass = 0; pass < 3; pass++)
            Assert.Equal(Rows, cached.Shuffle().Batch(5).Elements(0, pass).Sum(batch => batch.Inputs[0].Shape[0]));
        NewModel().Fit(source.Cache(CacheFile).Batch(5));
        Assert.Equal((1, Rows), (passes, samples));
        Assert.Equal([CacheFile], Directory.GetFileSystemEntries(folder));

        IEnumerable<DatasetElement> Counted()
        {
            passes++;
            foreach (DatasetElement element in Samples())
            {
                samples++;
                yield return element;
            }
        }
    }

    [Fact]
    public void BatchesAreStoredAsTheirSamples()
    {
        Dataset cached = Dataset.From(X, Y, Weights).Batch(7).Map(batch => batch).Cache(CacheFile);
        Assert.False(cached.IsBatched);
        Assert.Null(cached.Count);
        AssertEqual(Dataset.From(X, Y, Weights).Elements(), cached.Elements());
        Assert.Equal(Rows, cached.Count);
    }

    [Fact]
    public void SeveralInputsTargetsAndWeightsAreStored()
    {
        Tensor x2 = TestData.Normal([Rows, 2, 2], 5), y2 = TestData.Normal([Rows, 4], 6), none = new(new Shape(Rows, 0));
        var rows = Dataset.From([X, x2, none], [Y, y2], [null, Weights]);
        Dataset cached = rows.Map(element => element).Cache(CacheFile);
        AssertEqual(rows.Shuffle().Batch(6).Elements(3), cached.Shuffle().Batch(6).Elements(3));
        AssertEqual(rows.Elements(), Dataset.FromSafetensors(CacheFile).Elements());
        using var file = Safetensors.Open(CacheFile);
        Assert.Equal(["sample_weight/1", "x/0", "x/1", "x/2", "y/0", "y/1"], file.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Bits.Of(x2), Bits.Of(file.Read("x/1")));
        Assert.Equal(Bits.Of(y2), Bits.Of(file.Read("y/1")));
    }

    [Fact]
    public void InputsAloneAreStoredForPredictions()
    {
        Dataset cached = Dataset.From(X).Map(element => element).Cache(CacheFile);
        Assert.Equal(Bits.Of(NewModel().Predict(X)), Bits.Of(NewModel().Predict(cached)));
        Assert.Empty(cached.Elements().First().Targets);
        Assert.Null(cached.Elements().First().SampleWeights);
    }

    /// <summary>A file that another program wrote, in float64.</summary>
    [Fact]
    public void FilesOfOtherProgramsAreRead()
    {
        Safetensors.Write(CacheFile, new Dictionary<string, Tensor> { ["x"] = X, ["y"] = Y }, dataType: SafetensorsDataType.F64);
        AssertEqual(Dataset.From(X, Y).Shuffle(seed: 5).Batch(9).Elements(), Dataset.FromSafetensors(CacheFile).Shuffle(seed: 5).Batch(9).Elements());
    }

    [Fact]
    public void RebuildingFollowsADeletedFile()
    {
        Assert.Equal(Rows, Source().Cache(CacheFile).Elements().Count());
        File.Delete(CacheFile);
        Dataset rebuilt = Dataset.From(X[..9], Y[..9]).Cache(CacheFile);
        AssertEqual(Dataset.From(X[..9], Y[..9]).Elements(), rebuilt.Elements());
    }

    /// <summary>The file stores the pass of number 0, whichever pass is the first to need it.</summary>
    [Fact]
    public void TheFileIsThatOfTheFirstPass()
    {
        Dataset source = Dataset.From(X, Y).Shuffle();
        AssertEqual(source.Elements(4, 0), source.Cache(CacheFile).Elements(4, 6));
    }

    [Fact]
    public void SeveralThreadsReadAtOnce()
    {
        Dataset cached = Source().Cache(CacheFile).Shuffle().Batch(8), expected = Dataset.From(X, Y, Weights).Shuffle().Batch(8);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 },
            pass => AssertEqual(expected.Elements(1, pass), cached.Elements(1, pass)));
    }

    [Fact]
    public void TheTextSaysWhatIsRead()
    {
        Dataset cached = Source().Cache(CacheFile);
        const string Text = "enumerable, cached in 'rows.safetensors', shuffled as a whole, in batches of 8";
        Assert.Equal(Text, cached.Shuffle().Batch(8).ToString());
        Assert.Equal(Rows, cached.Elements().Count());
        Assert.Equal(Text, cached.Shuffle().Batch(8).ToString());
        Assert.Equal("enumerable, cached in 'rows.safetensors' from row 3 on, at most 20 rows", cached.Skip(3).Take(20).ToString());
        Assert.Equal("rows of 'rows.safetensors', in batches of 8", Dataset.FromSafetensors(CacheFile).Batch(8).ToString());
    }

    /// <summary>A file of 2.4 GB, nearly all of it a hole that takes no room on the disk; its last row has values.</summary>
    [Fact]
    public void RowsBeyondTwoGigabytesAreRead()
    {
        const int Count = 3_000_000, Width = 200;
        float[] last = [.. Enumerable.Range(0, Width).Select(i => i + 0.5f)];
        byte[] bytes = new byte[Width * sizeof(float)];
        Buffer.BlockCopy(last, 0, bytes, 0, bytes.Length);
        WriteSparse("F32", $"[{Count},{Width}]", (long)Count * Width * sizeof(float), bytes);
        Dataset rows = Dataset.FromSafetensors(CacheFile);
        Assert.Equal(Count, rows.Count);
        Assert.Equal(last, rows.Skip(Count - 1).Elements().Single().Inputs[0].ToArray());
        Tensor batch = rows.Batch(7).Skip(Count / 7).Elements().Single().Inputs[0];
        Assert.Equal(Count % 7, batch.Shape[0]);
        Assert.Equal(last, batch.Row(Count % 7 - 1).ToArray());
        Assert.Equal(0, batch.Row(0).ToArray().Sum());
    }

    /// <summary>
    /// A file that is a hole of more than the memory of the machine, except for its last row. Windows would reserve the space of a hole.
    /// </summary>
    [Fact]
    public void AFileLargerThanMemoryIsReadInRandomOrder()
    {
        if (OperatingSystem.IsWindows())
            return;
        const int Width = 1 << 16;
        int count = (int)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (Width * sizeof(float))) + 2;
        byte[] last = new byte[Width * sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(last.AsSpan(4 * sizeof(float)), 3.5f);
        WriteSparse("F32", $"[{count},{Width}]", (long)count * last.Length, last);
        Dataset rows = Dataset.FromSafetensors(CacheFile).Skip(count - 5).Shuffle().Batch(2);
        Tensor[] batches = [.. rows.Elements(seed: 3).Select(batch => batch.Inputs[0])];
        Assert.Equal([2, 2, 1], batches.Select(batch => batch.Shape[0]));
        float[] marks = [.. batches.SelectMany(batch => Enumerable.Range(0, batch.Shape[0]).Select(row => batch[row, 4]))];
        int position = Dataset.From(new Tensor(5, [0, 0, 0, 0, 1])).Shuffle().Elements(seed: 3).TakeWhile(row => row.Inputs[0].AsSpan()[0] == 0).Count();
        Assert.Equal(Enumerable.Range(0, 5).Select(i => i == position ? 3.5f : 0), marks);
    }

    /// <summary>The maximum number of rows, of one byte each.</summary>
    [Fact]
    public void TheMaximumNumberOfRowsIsRead()
    {
        int count = Array.MaxLength;
        WriteSparse("U8", $"[{count}]", count, [8, 9]);
        Dataset rows = Dataset.FromSafetensors(CacheFile);
        Assert.Equal(count, rows.Count);
        Assert.Equal([8f, 9f], rows.Skip(count - 2L).Elements().Select(element => element.Inputs[0].AsSpan()[0]));
        Dataset batches = rows.Batch(1000);
        Assert.Equal(count / 1000 + 1, batches.Count);
        Tensor last = batches.Skip(count / 1000).Elements().Single().Inputs[0];
        Assert.Equal(count % 1000, last.Length);
        Assert.Equal([8f, 9f], last.ToArray()[^2..]);
    }

    /// <summary>A pass over 100 times as many rows allocates as much memory.</summary>
    [Fact]
    public void MemoryDoesNotGrowWithTheNumberOfRows()
    {
        long few = BytesOfAPass(500), many = BytesOfAPass(50_000);
        Assert.InRange(many - few, -1000, 1000);

        long BytesOfAPass(int rows)
        {
            string file = Path.Combine(folder, $"{rows}.safetensors");
            Dataset data = new Again((X[..25], Y[..25]), rows / 25).Cache(file).Batch(50);
            Sequential model = NewModel();
            model.Evaluate(data);
            long before = GC.GetAllocatedBytesForCurrentThread();
            model.Evaluate(data);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private Dataset Source() => Dataset.From(Samples());

    private static IEnumerable<DatasetElement> Samples()
    {
        for (int row = 0; row < Rows; row++)
            yield return new DatasetElement(X.Row(row).ToArray(), new Tensor([], [Y[row]]), new Tensor([], [Weights[row]]));
    }

    private static Dataset Apply(Dataset data, string words)
    {
        foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            data = word switch
            {
                "shuffle" => data.Shuffle(),
                "batch" => data.Batch(8),
                "drop" => data.Take(Rows / 8),
                "skip" => data.Skip(5),
                "all" => data.Skip(Rows),
                "far" => data.Skip(long.MaxValue),
                "take" => data.Take(30),
                "none" => data.Take(0),
                "repeat" => data.Repeat(2),
                _ => data.Prefetch(),
            };
        }

        return data;
    }

    private static void AssertEqual(IEnumerable<DatasetElement> expected, IEnumerable<DatasetElement> actual) =>
        Assert.Equal(expected.Select(Describe), actual.Select(Describe));

    private static string Describe(DatasetElement element) => string.Join(" | ",
        new[] { element.Inputs, element.Targets, element.SampleWeights ?? [] }.Select(tensors => string.Join("; ",
            tensors.Select(tensor => tensor is null ? "none" : $"{tensor.Shape}: {string.Join(' ', Bits.Of(tensor))}"))));

    private void WriteSparse(string type, string shape, long length, byte[] last)
    {
        byte[] header = Encoding.UTF8.GetBytes($$$"""{"x":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":[0,{{{length}}}]}}""");
        byte[] prefix = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        using FileStream stream = File.Create(CacheFile);
        stream.Write([.. prefix, .. header]);
        stream.SetLength(stream.Position + length);
        stream.Seek(-last.Length, SeekOrigin.End);
        stream.Write(last);
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(3, seed: 4).Dense(6, "tanh").Dropout(0.3f).Dense(3, "softmax");
        model.Compile(new Adam(0.01f), "sparse_categorical_crossentropy", "accuracy");
        return model;
    }

    /// <summary>A data set that returns the same batch several times.</summary>
    private sealed class Again(DatasetElement batch, int times) : Dataset
    {
        public override bool IsBatched => true;

        protected override IEnumerable<DatasetElement> Read(DatasetPass pass) => Enumerable.Repeat(batch, times);
    }
}
