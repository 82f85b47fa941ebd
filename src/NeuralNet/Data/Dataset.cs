namespace NeuralNet;

/// <summary>
/// The data of a training, an evaluation or a prediction: samples of inputs, targets and weights, in memory or read as they are needed. The
/// words are those of tf.data: <c>Dataset.From(rows).Shuffle(1000).Batch(32).Prefetch()</c>. A data set is a definition: reading does not
/// change it, and several threads may read it at once, if its enumerables allow that. A pair of tensors converts implicitly:
/// <c>ValidationData = (x, y)</c>.
/// </summary>
/// <example>
/// A custom data set enumerates its samples:
/// <code>
/// sealed class CsvRows(string path) : Dataset
/// {
///     protected override IEnumerable&lt;DatasetElement&gt; Read(DatasetPass pass)
///     {
///         foreach (string line in File.ReadLines(path))
///         {
///             float[] row = Array.ConvertAll(line.Split(','), cell =&gt; float.Parse(cell, CultureInfo.InvariantCulture));
///             yield return new DatasetElement(row[..^1], row[^1..]);
///         }
///     }
/// }
/// </code>
/// </example>
public abstract class Dataset
{
    /// <summary>The number of elements of a pass; null, the default, if it is not known. A pass must return exactly that number.</summary>
    public virtual long? Count => null;

    /// <summary>
    /// Gets a value indicating whether a pass never ends; false by default. Fit then needs the number of steps of an epoch.
    /// </summary>
    public virtual bool IsEndless => false;

    /// <summary>
    /// Gets a value indicating whether the elements are batches, whose tensors have the batch as their first axis; false, samples, by
    /// default.
    /// </summary>
    public virtual bool IsBatched => false;

    /// <summary>Creates a data set of tensors whose rows are the samples; nothing is copied.</summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="sampleWeight">
    /// The weight of each sample in the loss: one for each row of x, or one for each step of outputs (rows, steps, features).
    /// </param>
    /// <exception cref="ArgumentException">The numbers of rows differ.</exception>
    public static Dataset From(Tensor x, Tensor y, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return OfArrays([x], [y], sampleWeight is null ? null : [sampleWeight]);
    }

    /// <summary>Creates a data set of inputs alone, for Predict; nothing is copied.</summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <exception cref="ArgumentException">x is a scalar.</exception>
    public static Dataset From(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return OfArrays([x], [], null);
    }

    /// <summary>Creates a data set for a model of several inputs or outputs; nothing is copied.</summary>
    /// <param name="x">A tensor for each input, samples as rows.</param>
    /// <param name="y">A tensor for each output, a row for each sample; null, the default, for inputs alone.</param>
    /// <param name="sampleWeight">
    /// One tensor for all outputs or one for each, null for an output whose samples count alike.
    /// </param>
    /// <exception cref="ArgumentException">There is no input, or the numbers of rows differ.</exception>
    public static Dataset From(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor>? y = null, IReadOnlyList<Tensor?>? sampleWeight = null) =>
        OfArrays(Require.NoNulls(x), y is null ? [] : Require.NoNulls(y), sampleWeight);

    /// <summary>
    /// Creates a data set of windows that slide along a series: window i has the elements start + i·sequenceStride + k·samplingRate for k from
    /// 0 to length − 1. Shuffle and batch it as any data set: <c>Dataset.Windows(series, 24, targets).Shuffle().Batch(128)</c>.
    /// Keras: utils/timeseries_dataset_utils.py, <c>timeseries_dataset_from_array</c>.
    /// </summary>
    /// <param name="series">The series, steps along its first axis: (steps), (steps, features).</param>
    /// <param name="length">The number of elements of a window.</param>
    /// <param name="targets">
    /// The target of each window, at the index of the first element of the window; to forecast the element behind the window, pass
    /// <c>series.Slice(length, …)</c>. None by default.
    /// </param>
    /// <param name="sequenceStride">The distance from the beginning of one window to that of the next; 1 by default.</param>
    /// <param name="samplingRate">The distance from one element of a window to the next; 1 by default.</param>
    /// <param name="startIndex">The index of the first element that is used; 0 by default.</param>
    /// <param name="endIndex">The index behind the last element that is used; the number of elements by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1, or an index is outside the series.</exception>
    /// <exception cref="ArgumentException">A window is longer than the series, or no window has a target.</exception>
    public static Dataset Windows(
        Tensor series, int length, Tensor? targets = null, int sequenceStride = 1, int samplingRate = 1, int startIndex = 0,
        int? endIndex = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Rank == 0)
            throw new ArgumentException("A series has steps along its first axis; a scalar has none.", nameof(series));
        Require.Positive(length);
        Require.Positive(sequenceStride);
        Require.Positive(samplingRate);
        int steps = series.Rows;
        Require.Between(0, Math.Max(0, steps - 1), startIndex);
        int end = endIndex is int given ? Require.Between(startIndex + 1, steps, given, nameof(endIndex)) : steps;
        long span = ((long)length - 1) * samplingRate + 1;
        if (span > end - startIndex)
        {
            throw new ArgumentException($"A window of {length} elements with a distance of {samplingRate} spans {span} steps; the series "
                + $"has {end - startIndex} from index {startIndex} on. Use shorter windows or a longer series.", nameof(length));
        }

        long positions = end - startIndex - span + 1;
        if (targets is not null)
            positions = Math.Min(positions, targets.Rank == 0 ? 0 : (long)targets.Rows - startIndex);
        if (positions <= 0)
        {
            throw new ArgumentException($"'targets' of shape {targets!.Shape} has no target for the first window, which begins at index "
                + $"{startIndex}.", nameof(targets));
        }

        int count = (int)((positions + sequenceStride - 1) / sequenceStride);
        return new WindowedDataset(
            new WindowRows(series, count, startIndex, sequenceStride, length, samplingRate),
            targets is null ? null : new WindowRows(targets, count, startIndex, sequenceStride, null, 1));
    }

    /// <summary>Creates a data set of the pairs of an enumerable, which is enumerated anew in each pass.</summary>
    /// <param name="elements">The inputs and targets of samples, without a batch axis: <c>rows.Select(row => (row.X, row.Y))</c>.</param>
    /// <param name="isBatched">Whether the elements are batches, whose tensors have the batch as their first axis.</param>
    public static Dataset From(IEnumerable<(Tensor X, Tensor Y)> elements, bool isBatched = false)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new EnumerableDataset<(Tensor X, Tensor Y)>(elements, static pair => pair, isBatched);
    }

    /// <summary>Creates a data set of the elements of an enumerable, which is enumerated anew in each pass.</summary>
    /// <param name="elements">The samples, without a batch axis.</param>
    /// <param name="isBatched">Whether the elements are batches, whose tensors have the batch as their first axis.</param>
    public static Dataset From(IEnumerable<DatasetElement> elements, bool isBatched = false)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new EnumerableDataset<DatasetElement>(elements, static element => element, isBatched);
    }

    /// <summary>Creates a data set of the pairs of an asynchronous enumerable, which is enumerated anew in each pass.</summary>
    /// <inheritdoc cref="From(IEnumerable{ValueTuple{Tensor, Tensor}}, bool)"/>
    public static Dataset From(IAsyncEnumerable<(Tensor X, Tensor Y)> elements, bool isBatched = false)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new AsyncEnumerableDataset<(Tensor X, Tensor Y)>(elements, static pair => pair, isBatched);
    }

    /// <summary>Creates a data set of the elements of an asynchronous enumerable, which is enumerated anew in each pass.</summary>
    /// <inheritdoc cref="From(IEnumerable{DatasetElement}, bool)"/>
    public static Dataset From(IAsyncEnumerable<DatasetElement> elements, bool isBatched = false)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new AsyncEnumerableDataset<DatasetElement>(elements, static element => element, isBatched);
    }

    /// <summary>
    /// Creates a data set of the rows of a safetensors file that may be larger than memory: a file of <see cref="Cache"/>, or of any other
    /// program. The tensors <c>x</c>, <c>y</c> and <c>sample_weight</c> have the rows as their first axis; several inputs are named
    /// <c>x/0</c>, <c>x/1</c> and so on, targets and weights likewise. <c>y</c> and <c>sample_weight</c> may be absent. Data types other
    /// than float32 are converted when they are read; a whole number that float32 rounds, or a number beyond its range, is an error then.
    /// </summary>
    /// <remarks>
    /// The file is mapped into memory until the data set is collected. Rows have random access, as in a file of <see cref="Cache"/>.
    /// </remarks>
    /// <param name="path">The file. No program may shorten it while it is in use; replacing it as a whole is safe.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or does not contain the rows of a data set.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Dataset FromSafetensors(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new CachedDataset(new DatasetCache(null, Path.GetFullPath(path)));
    }

    /// <summary>Creates a data set of inputs and targets.</summary>
    public static implicit operator Dataset((Tensor X, Tensor Y) data) => From(data.X, data.Y);

    /// <summary>Creates a data set of inputs, targets and weights.</summary>
    public static implicit operator Dataset((Tensor X, Tensor Y, Tensor SampleWeight) data) => From(data.X, data.Y, data.SampleWeight);

    /// <summary>
    /// Shuffles the elements, in a new order in each pass. Rows of tensors and of <see cref="Cache"/> are shuffled as a whole, in the order
    /// that Fit gives tensors; other elements, of streams without an end, too, in a buffer, as tf.data does: each is drawn from
    /// <paramref name="bufferSize"/> elements, so that no element comes more than bufferSize − 1 places earlier than in the stream.
    /// <see cref="ToString"/> returns which.
    /// </summary>
    /// <param name="bufferSize">The number of elements of the buffer; rows of tensors and of a cache need none.</param>
    /// <param name="seed">The seed of the order; that of the model by default.</param>
    /// <exception cref="ArgumentException">The elements are not rows of tensors or of a cache, and bufferSize is not given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">bufferSize is less than 1.</exception>
    public Dataset Shuffle(int? bufferSize = null, int? seed = null) => NewShuffled(Require.PositiveIfGiven(bufferSize), seed);

    /// <summary>Groups samples into batches.</summary>
    /// <param name="batchSize">The number of samples of a batch; the last may have fewer.</param>
    /// <param name="dropRemainder">Whether a last batch of fewer samples is left out.</param>
    /// <exception cref="InvalidOperationException">The elements are batches already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">batchSize is less than 1.</exception>
    public Dataset Batch(int batchSize, bool dropRemainder = false)
    {
        RequireSamples();
        return NewBatched(Require.Positive(batchSize), dropRemainder);
    }

    /// <summary>
    /// Puts samples of different lengths together to batches: each tensor is filled up with zeros behind its end to the length of the
    /// longest of the batch. Lengths are the sizes of the first axis of a sample; the other axes must be equal.
    /// </summary>
    /// <param name="batchSize">The number of samples of a batch; the last may have fewer.</param>
    /// <param name="dropRemainder">Whether a last batch of fewer samples is left out.</param>
    /// <exception cref="InvalidOperationException">The elements are batches already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">batchSize is less than 1.</exception>
    public Dataset PaddedBatch(int batchSize, bool dropRemainder = false)
    {
        RequireSamples();
        return new PaddedDataset(this, Require.Positive(batchSize), dropRemainder);
    }

    /// <summary>Changes the input and the target of each element: <c>Map((x, y) => (Scale(x), y))</c>. Weights stay as they are.</summary>
    /// <param name="change">
    /// The function of samples, or of batches after <see cref="Batch"/>. It creates new tensors, and returns equal results for equal
    /// arguments.
    /// </param>
    public Dataset Map(Func<Tensor, Tensor, (Tensor X, Tensor Y)> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Map(element =>
        {
            if (element.InputList.Count != 1 || element.TargetList.Count != 1)
                throw new InvalidOperationException("Map was given a function of one input and one target; the element has "
                    + $"{Counted.Of(element.InputList.Count, "input")} and {Counted.Of(element.TargetList.Count, "target")}. Give a "
                    + "function of a DatasetElement.");
            (Tensor x, Tensor y) = change(element.InputList[0]!, element.TargetList[0]!);
            return x is null || y is null
                ? throw new InvalidOperationException("The function of Map returned null.")
                : new DatasetElement(new TensorList(x), new TensorList(y), element.WeightList);
        });
    }

    /// <summary>Changes each element.</summary>
    /// <param name="change">
    /// The function of samples, or of batches after <see cref="Batch"/>. It creates new tensors, and returns equal results for equal
    /// arguments.
    /// </param>
    public Dataset Map(Func<DatasetElement, DatasetElement> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new MappedDataset(this, change);
    }

    /// <summary>
    /// Reads ahead on a background thread while the model trains. The thread waits when <paramref name="bufferSize"/> elements are ready,
    /// until half of them are taken, and ends with the pass. An exception of the source is thrown instead of its element.
    /// </summary>
    /// <param name="bufferSize">
    /// The number of elements that are read ahead; null, the default, for as many as take 1 MB, at least 2 and at most 256.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">bufferSize is less than 1.</exception>
    public Dataset Prefetch(int? bufferSize = null) => new PrefetchedDataset(this, Require.PositiveIfGiven(bufferSize));

    /// <summary>
    /// Stores the samples in a file, from which all passes read them: for data that are larger than memory or slow to read. The samples
    /// of the returned data set are rows with random access, like those of tensors: <see cref="Shuffle"/> shuffles them as a whole, in the
    /// order that the same rows in memory would have, and nothing is read to skip rows or to resume in the middle of an epoch.
    /// </summary>
    /// <remarks>
    /// <para>The first pass reads this data set once, as pass number 0, and writes the file before it returns a row; batches are stored as
    /// their samples. The file appears when it is complete. If it exists already, the data set is not read: delete the file to build it
    /// anew from changed data. As in tf.data, the order of a shuffled data set and random changes of <c>Map</c> are stored as they were in
    /// the first pass, so call <see cref="Shuffle"/> after Cache.</para>
    /// <para>The format is safetensors in float32, as <see cref="FromSafetensors"/> describes it. The file is mapped into memory until the
    /// data set is collected, and the system keeps as much of it in memory as is free. Memory is allocated only for a batch and, in
    /// shuffled passes, for 4 bytes a row.</para>
    /// </remarks>
    /// <param name="path">
    /// The file, on a disk with room for 4 bytes a number and, while it is built, once more for everything but the first input. No program
    /// may shorten it while it is in use; replacing it as a whole is safe.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// The data set never ends. When the file is built: it has no samples, an element has other shapes than the first, or the data set
    /// cannot be read; no file is left.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// The existing file is no cache, is damaged in its structure, or has another number of rows than the data set states. The first pass
    /// compares the content with the checksums that the file has, and throws this exception if they differ.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written or opened.</exception>
    public Dataset Cache(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (IsEndless)
            throw new InvalidOperationException($"The data set ({this}) never ends, so that no file can hold it. Cache it before Repeat, "
                + "or a part of it: Take(100000).Cache(path).");
        return new CachedDataset(new DatasetCache(this, Path.GetFullPath(path)));
    }

    /// <summary>Returns the first elements.</summary>
    /// <param name="count">The number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">count is negative.</exception>
    public Dataset Take(long count) => NewTaken(Require.NonNegative(count));

    /// <summary>Returns the elements after the first ones.</summary>
    /// <param name="count">The number of elements that are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">count is negative.</exception>
    public Dataset Skip(long count) => NewSkipped(Require.NonNegative(count));

    /// <summary>Repeats the elements several times, in a new order each time if they are shuffled.</summary>
    /// <param name="count">The number of times; null, the default, repeats without end.</param>
    /// <exception cref="ArgumentOutOfRangeException">count is less than 1.</exception>
    public Dataset Repeat(int? count = null) => new RepeatedDataset(this, Require.PositiveIfGiven(count));

    /// <summary>
    /// Enumerates the elements of a pass, as Fit reads them. Equal seeds and numbers give equal elements in the same order.
    /// </summary>
    /// <param name="seed">The seed of the order; in Fit that of the model.</param>
    /// <param name="number">The number of the pass; in Fit that of the epoch.</param>
    /// <param name="cancellationToken">Ends waiting for data.</param>
    public IEnumerable<DatasetElement> Elements(int seed = 0, long number = 0, CancellationToken cancellationToken = default)
    {
        using DatasetReader reader = Open(new DatasetPass(seed, number, cancellationToken));
        while (reader.TryRead(out DatasetElement element))
            yield return element;
    }

    /// <summary>Returns a description of the data set and its order.</summary>
    public override string ToString() => GetType().Name;

    /// <summary>Enumerates the samples of a pass, or its batches if <see cref="IsBatched"/> is true.</summary>
    /// <param name="pass">
    /// The pass. Equal seeds and numbers give equal elements; a data set that draws its order takes a random stream of them.
    /// </param>
    protected abstract IEnumerable<DatasetElement> Read(DatasetPass pass);

    /// <summary>Starts to read a pass.</summary>
    internal virtual DatasetReader Open(DatasetPass pass)
    {
        IEnumerable<DatasetElement> elements = Read(pass) ?? throw new InvalidOperationException($"Read of the data set {this} returned "
            + "null.");
        return new EnumeratorReader<DatasetElement>(elements.GetEnumerator(), static element => element, Count);
    }

    private protected virtual Dataset NewShuffled(int? bufferSize, int? seed) => new ShuffledDataset(
        this,
        bufferSize ?? throw new ArgumentException($"Only rows of tensors and of a Cache are shuffled as a whole; this data set ({this}) "
            + "is read one after the other. Give the number of elements to shuffle among: Shuffle(bufferSize: 1000).", nameof(bufferSize)),
        seed);

    private protected virtual Dataset NewBatched(int batchSize, bool dropRemainder) => new BatchedDataset(this, batchSize, dropRemainder);

    private protected virtual Dataset NewTaken(long count) => new TakenDataset(this, count);

    private protected virtual Dataset NewSkipped(long count) => new SkippedDataset(this, count);

    private void RequireSamples()
    {
        if (IsBatched)
            throw new InvalidOperationException($"The data set ({this}) gives batches already; batches are not put together again.");
    }

    private static ArrayDataset OfArrays(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight)
    {
        if (x.Count == 0)
            throw new ArgumentException("A data set needs at least one input; x has none.", nameof(x));
        RequireRows(x, x, nameof(x));
        RequireRows(x, y, nameof(y));
        if (sampleWeight is not null)
            RequireRows(x, sampleWeight, nameof(sampleWeight));
        return new ArrayDataset(x, y, sampleWeight);
    }

    private static void RequireRows(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor?> tensors, string name)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            if (tensors[i] is not { } tensor)
                continue;
            string own = DataNames.At(name, i, tensors.Count);
            if (tensor.Rank == 0)
                throw new ArgumentException($"{own} is a scalar and has no rows.", name);
            DataAlignment.RequireRows(name, own, tensor.Rows, DataNames.At("x", 0, x.Count), x[0].Rows);
        }
    }
}
