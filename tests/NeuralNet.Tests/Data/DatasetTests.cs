namespace NeuralNet.Tests;

/// <summary>Compares the methods of a data set with the same methods of lists.</summary>
public class DatasetTests
{
    private static readonly float[] Numbers = [.. Enumerable.Range(0, 23).Select(i => (float)i)];

    [Fact]
    public void BatchesAreRowsInOrder()
    {
        foreach (Dataset source in (Dataset[])[Stream(23), Rows(23)])
        {
            Assert.Equal(Numbers.Chunk(5), Batches(source.Batch(5)));
            Assert.Equal(Numbers[..20].Chunk(5), Batches(source.Batch(5, dropRemainder: true)));
            Assert.Equal(Numbers.Chunk(23), Batches(source.Batch(100)));
            Assert.Empty(Batches(source.Batch(100, dropRemainder: true)));
            Assert.Equal([5, 4], new[] { source.Batch(5).Count, source.Batch(5, dropRemainder: true).Count }.Select(count =>
                (int)count!.Value));
            Assert.True(source.Batch(5).IsBatched);
            Assert.False(source.IsBatched);
        }
    }

    [Fact]
    public void TargetsAndWeightsStayWithTheirInputs()
    {
        Tensor x = new(new Shape(23, 1), Numbers), y = TestData.Normal([23, 2], 1), weights = TestData.Uniform(23, 2);
        Dataset[] all =
        [
            Dataset.From(x, y, weights).Shuffle().Batch(4),
            Dataset.From(x, y, weights).Shuffle().Map(element => element).Batch(4),
            Dataset.From(x, y, weights).Map(element => element).Shuffle(7).Batch(4).Prefetch(),
            Dataset.From(x, y, weights).Batch(4).Shuffle(3),
        ];
        foreach (Dataset data in all)
        {
            int rows = 0;
            foreach (DatasetElement batch in data.Elements(seed: 3))
            {
                for (int row = 0; row < batch.Inputs[0].Rows; row++, rows++)
                {
                    int number = (int)batch.Inputs[0][row, 0];
                    Assert.Equal(y.Row(number), batch.Targets[0].Row(row));
                    Assert.Equal(weights[number], batch.SampleWeights![0]![row]);
                }
            }

            Assert.Equal(23, rows);
        }
    }

    /// <summary>The order of tensors is that of Fit, which a model that records its inputs shows.</summary>
    [Fact]
    public void RowsAreShuffledAsFitShufflesThem()
    {
        var recorder = new RowRecorder();
        var model = new Sequential(1, seed: 9).Add(recorder);
        model.Compile("sgd", "mse");
        model.Fit(new Tensor(new Shape(23, 1), Numbers), new Tensor(new Shape(23, 1)), batchSize: 5, epochs: 3);
        Dataset shuffled = Rows(23).Shuffle();
        float[] expected = [.. Enumerable.Range(0, 3).SelectMany(epoch => Values(shuffled, seed: 9, number: epoch))];
        Assert.Equal(expected, recorder.Values);
        Assert.NotEqual(expected[..23], expected[23..46]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(50)]
    public void ABufferShufflesAmongSoMany(int bufferSize)
    {
        Dataset shuffled = Stream(23).Shuffle(bufferSize);
        float[] first = Values(shuffled, seed: 1, number: 0), second = Values(shuffled, seed: 1, number: 1);
        Assert.Equal(first, Values(shuffled, seed: 1, number: 0));
        Assert.Equal(Numbers, first.Order());
        Assert.Equal(Numbers, second.Order());
        Assert.All(first, (value, place) => Assert.True(value < place + bufferSize, $"{value} came at {place}."));
        Assert.Equal(bufferSize == 1, first.SequenceEqual(second));
        Assert.Equal(bufferSize == 1, first.SequenceEqual(Values(shuffled, seed: 2, number: 0)));
        Assert.Equal(first, Values(Stream(23).Shuffle(bufferSize, seed: 1), seed: 5, number: 0));
    }

    /// <summary>Each of 4 numbers is the first in a quarter of the passes: within five standard deviations of 100 of 400.</summary>
    [Fact]
    public void ABufferOfAllShufflesEvenly()
    {
        float[] firsts = [.. Enumerable.Range(0, 400).Select(number => Values(Stream(4).Shuffle(4), seed: 1, number)[0])];
        Assert.All(Numbers[..4], value => Assert.InRange(firsts.Count(first => first == value), 57, 143));
    }

    [Fact]
    public void TheTextDescribesTheOrderOfTheElements()
    {
        Assert.Equal("23 rows, shuffled as a whole, in batches of 4", Rows(23).Shuffle().Batch(4).ToString());
        Assert.Equal("enumerable, shuffled in a buffer of 9, in batches of 4, read ahead", Stream(5).Shuffle(9).Batch(4).Prefetch().ToString());
        Assert.Equal(nameof(Counting), new Counting(3, 3).ToString());
        Assert.Contains("Shuffle(bufferSize: 1000)", Assert.Throws<ArgumentException>(() => Stream(5).Shuffle()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MapChangesEachElement()
    {
        Dataset mapped = Stream(23).Map((x, y) => (new Tensor(x.Shape, [x[0] * 2]), y));
        Assert.Equal(Numbers.Select(value => value * 2), Values(mapped));
        Assert.Equal(23, mapped.Count);
        Dataset batches = Rows(23).Batch(4).Map((x, y) => (new Tensor([x.Rows, 2]), y));
        Assert.All(batches.Elements(), batch => Assert.Equal(2, batch.Inputs[0].Shape[1]));
        Assert.Throws<InvalidOperationException>(() => Values(Stream(3).Map((x, y) => (null!, y))));
        Assert.Throws<InvalidOperationException>(() => Values(Stream(3).Map(_ => default)));
        Assert.Contains("1 input and 0 targets", Assert.Throws<InvalidOperationException>(() => Values(Dataset.From(new Tensor([3, 1])).Map((x, y) => (x, y)))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(23)]
    [InlineData(99)]
    public void TakeAndSkipDivide(int count)
    {
        foreach (Dataset source in (Dataset[])[Stream(23), Rows(23), Rows(23).Map(element => element), Stream(23).Prefetch(3)])
        {
            Assert.Equal(Numbers.Take(count), Values(source.Take(count)));
            Assert.Equal(Numbers.Skip(count), Values(source.Skip(count)));
            Assert.Equal(Math.Min(23, count), source.Take(count).Count);
            Assert.Equal(Math.Max(0, 23 - count), source.Skip(count).Count);
        }

        Assert.Equal(count, Rows(23).Shuffle().Take(count).Elements().Count() + Math.Max(0, count - 23));
        Assert.Equal(Math.Min(23, count), Values(Rows(23).Shuffle().Take(count)).Distinct().Count());
    }

    [Fact]
    public void SkippingCountsNoBatchThatIsDropped()
    {
        foreach (Dataset source in (Dataset[])[Stream(5), Rows(5)])
        {
            Assert.Equal([2, 3], Values(source.Batch(2, dropRemainder: true).Repeat().Skip(3).Take(1)));
            Assert.Empty(Values(source.Batch(2).Skip(long.MaxValue)));
        }

        Assert.Equal([2, 3], Values(Stream(5).PaddedBatch(2, dropRemainder: true).Repeat().Skip(3).Take(1)));
    }

    [Fact]
    public void RepeatGivesThemAgain()
    {
        foreach (Dataset source in (Dataset[])[Stream(3), Rows(3)])
        {
            Assert.Equal([0, 1, 2, 0, 1, 2], Values(source.Repeat(2)));
            Assert.Equal([0, 1, 2, 0, 1, 2, 0], Values(source.Repeat().Take(7)));
            Assert.Equal([1, 2, 0], Values(source.Repeat().Skip(4).Take(3)));
            Assert.Equal(6, source.Repeat(2).Count);
            Assert.True(source.Repeat().IsEndless);
            Assert.False(source.Repeat().Take(5).IsEndless);
            Assert.True(source.Repeat().Shuffle(2).Batch(2).Map(element => element).Prefetch().Skip(1).IsEndless);
            Assert.Equal(5, source.Repeat().Take(5).Count);
        }

        Assert.Empty(Values(Stream(0).Repeat()));
        float[] orders = Values(Rows(23).Shuffle().Repeat(3), seed: 1, number: 2);
        Assert.Equal(Values(Rows(23).Shuffle(), seed: 1, number: 6), orders[..23]);
        Assert.Equal(Values(Rows(23).Shuffle(), seed: 1, number: 8), orders[46..]);
    }

    [Fact]
    public void AsynchronousSamplesAreReadInOrder()
    {
        Assert.Equal(Numbers, Values(Dataset.From(Later(23))));
        Assert.Equal(Numbers, Values(Dataset.From(Later(23)).Prefetch(3)));
        Assert.Equal(Numbers.Chunk(5), Batches(Dataset.From(Later(23)).Batch(5)));
        Assert.Equal([2], Dataset.From(BatchesLater(), isBatched: true).Elements().Select(element => element.Inputs[0].Rows));

        static async IAsyncEnumerable<(Tensor X, Tensor Y)> Later(int count)
        {
            for (int i = 0; i < count; i++)
            {
                await Task.Yield();
                yield return Sample(i);
            }
        }

        static async IAsyncEnumerable<DatasetElement> BatchesLater()
        {
            await Task.Yield();
            yield return new DatasetElement(new Tensor([2, 1]));
        }
    }

    /// <summary>An enumerator that continues on the waiting thread of a context, such as that of a window, would never continue.</summary>
    [Fact]
    public void AsynchronousSamplesDoNotWantBackIntoTheThreadThatWaits()
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Refusing());
        try
        {
            Assert.Equal(3, Dataset.From(Later()).Elements().Count());
            Assert.IsType<Refusing>(SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        static async IAsyncEnumerable<(Tensor X, Tensor Y)> Later()
        {
            for (int i = 0; i < 3; i++)
            {
                await Task.Delay(1);
                yield return Sample(i);
            }
        }
    }

    [Fact]
    public void PaddedBatchesAreFilledUpWithZeros()
    {
        var ragged = Dataset.From(((int[])[2, 3, 1, 2]).Select(length =>
            (TestData.Normal([length, 2], length), (Tensor)new float[] { length })));
        DatasetElement[] batches = [.. ragged.PaddedBatch(3).Elements()];
        Assert.Equal([new Shape(3, 3, 2), new Shape(1, 2, 2)], batches.Select(batch => batch.Inputs[0].Shape));
        float[] expected = [.. TestData.Normal([2, 2], 2).ToArray(), 0, 0, .. TestData.Normal([3, 2], 3).ToArray(),
            .. TestData.Normal([1, 2], 1).ToArray(), 0, 0, 0, 0];
        Assert.Equal(expected, batches[0].Inputs[0].ToArray());
        Assert.Equal([2, 3, 1], batches[0].Targets[0].ToArray());
        Assert.Single(ragged.PaddedBatch(3, dropRemainder: true).Elements());
        Assert.Contains("PaddedBatch", Assert.Throws<ArgumentException>(() => ragged.Batch(3).Elements().Count()).Message, StringComparison.Ordinal);
        var wide = Dataset.From(((int[])[2, 3]).Select(width => (new Tensor([2, width]), (Tensor)new float[] { 1 })));
        Assert.Contains("(2, 3)", Assert.Throws<ArgumentException>(() => wide.PaddedBatch(2).Elements().Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACountIsAPromise()
    {
        Assert.Equal(3, new Counting(3, 3).Elements().Count());
        Assert.Contains("Count is 4, but it came to its end after 3", Assert.Throws<InvalidOperationException>(() => new Counting(3, 4).Elements().Count()).Message, StringComparison.Ordinal);
        Assert.Contains("Count is 2, but it gives more", Assert.Throws<InvalidOperationException>(() => new Counting(3, 2).Elements().Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsAreChecked()
    {
        Dataset data = Stream(3);
        Assert.Equal("batchSize", Assert.Throws<ArgumentOutOfRangeException>(() => data.Batch(0)).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentOutOfRangeException>(() => Rows(3).Batch(0)).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentOutOfRangeException>(() => data.PaddedBatch(0)).ParamName);
        Assert.Equal("bufferSize", Assert.Throws<ArgumentOutOfRangeException>(() => data.Shuffle(0)).ParamName);
        Assert.Equal("bufferSize", Assert.Throws<ArgumentOutOfRangeException>(() => Rows(3).Shuffle(-1)).ParamName);
        Assert.Equal("bufferSize", Assert.Throws<ArgumentOutOfRangeException>(() => data.Prefetch(0)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => data.Take(-1)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => Rows(3).Skip(-1)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => data.Repeat(0)).ParamName);
        Assert.Throws<InvalidOperationException>(() => data.Batch(2).Batch(2));
        Assert.Throws<InvalidOperationException>(() => Rows(3).Batch(2).Batch(2));
        Assert.Throws<InvalidOperationException>(() => Rows(3).Batch(2).PaddedBatch(2));
        Assert.Throws<ArgumentNullException>(() => data.Map((Func<DatasetElement, DatasetElement>)null!));
        Assert.Throws<ArgumentNullException>(() => Dataset.From((IEnumerable<DatasetElement>)null!));
        Assert.Throws<ArgumentNullException>(() => new DatasetElement((Tensor)null!));
        Assert.Contains("x has 3 rows and y has 4", Assert.Throws<ArgumentException>(() => Dataset.From(new Tensor([3, 1]), new Tensor([4, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("scalar", Assert.Throws<ArgumentException>(() => Dataset.From(new Tensor([]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Dataset.From((IReadOnlyList<Tensor>)[]));
    }

    private static Dataset Stream(int count) => Dataset.From(Enumerable.Range(0, count).Select(i => Sample(i)));

    private static Dataset Rows(int count) =>
        Dataset.From(new Tensor(new Shape(count, 1), Numbers.AsSpan(0, count)), new Tensor([count, 1]));

    private static (Tensor X, Tensor Y) Sample(int number) => (new float[] { number }, new float[] { 0 });

    private static float[] Values(Dataset data, int seed = 0, long number = 0) =>
        [.. data.Elements(seed, number).SelectMany(element => element.Inputs[0].ToArray())];

    private static float[][] Batches(Dataset data) => [.. data.Elements().Select(element => element.Inputs[0].ToArray())];

    private sealed class Counting(int number, int promised) : Dataset
    {
        public override long? Count => promised;

        protected override IEnumerable<DatasetElement> Read(DatasetPass pass) =>
            Enumerable.Range(0, number).Select(i => (DatasetElement)Sample(i));
    }

    private sealed class Refusing : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
