using System.Globalization;

namespace NeuralNet.Images;

/// <summary>
/// A data set of the pictures in a folder that has a folder for each class, such as <c>flowers/rose/1.jpg</c> and
/// <c>flowers/tulip/2.png</c>. Inputs are tensors of the shape (batch, height, width, channels) with values from 0 to 255; files with the
/// extensions .bmp, .gif, .jpeg, .jpg and .png are read, others ignored. Pictures are decoded on other threads while the model trains.
/// Keras: <c>image_dataset_from_directory</c> of utils/image_dataset_utils.py.
/// </summary>
/// <remarks>
/// <para>The files are found when the data set is created and read in each pass; a file that is no picture, or is damaged, ends a pass with
/// an error that names it. At most some batches are in memory. <see cref="Dataset.Cache"/> stores the decoded pictures in a file.</para>
/// <para>Differences from Keras: a shuffled pass shuffles all pictures, not those of a buffer; without a seed, the seed of the model draws
/// the order of a pass, and the parts of a split are those of seed 0; explicit lists of labels are not supported; links to folders below
/// those of the classes are not followed.</para>
/// </remarks>
/// <example>
/// <code>
/// var training = new ImageFolder("flowers", imageSize: (64, 64), validationSplit: 0.2, subset: Subset.Training);
/// var validation = new ImageFolder("flowers", imageSize: (64, 64), validationSplit: 0.2, subset: Subset.Validation);
/// model.Labels = training.ClassNames;
/// model.Fit(training, new FitOptions { Epochs = 10, ValidationData = validation });
/// </code>
/// </example>
public sealed class ImageFolder : Dataset
{
    private static readonly Size2D DefaultSize = (256, 256);

    private readonly string directory;
    private readonly PictureFiles files;
    private readonly ColorMode colorMode;
    private readonly int? batchSize, seed;
    private readonly Size2D imageSize;
    private readonly LabelMode labelMode;
    private readonly bool shuffle;

    /// <summary>Finds the pictures of a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="labelMode">The targets; the indices of the classes by default.</param>
    /// <param name="classNames">
    /// The names of the folders of the classes, in the order of their indices; by default those of all folders but <c>.hidden</c> ones, in
    /// ordinal order.
    /// </param>
    /// <param name="colorMode">The channels; red, green and blue by default.</param>
    /// <param name="batchSize">The number of pictures of a batch; null for single pictures, which Fit and Batch group.</param>
    /// <param name="imageSize">The height and the width to which pictures are resized; (256, 256) by default.</param>
    /// <param name="shuffle">Whether the pictures are in a new order in each pass; otherwise they have the order of the files.</param>
    /// <param name="seed">
    /// The seed of the split and of the order; by default the split is that of seed 0, and the order that of the model's seed.
    /// </param>
    /// <param name="validationSplit">The fraction of the pictures for validation, between 0 and 1; 0 by default.</param>
    /// <param name="subset">The part of the pictures, if <paramref name="validationSplit"/> is given.</param>
    /// <exception cref="ArgumentException">
    /// A class has no folder, <see cref="LabelMode.Binary"/> has other than two classes, classes are given without labels, only one of
    /// validationSplit and subset is given, or a subset is empty.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A number or a mode is outside its range.</exception>
    /// <exception cref="InvalidDataException">The folder has fewer than two classes, or a class has no pictures.</exception>
    /// <exception cref="IOException">The folder does not exist, or cannot be read.</exception>
    public ImageFolder(
        string directory,
        LabelMode labelMode = LabelMode.Int,
        IReadOnlyList<string>? classNames = null,
        ColorMode colorMode = ColorMode.RGB,
        int? batchSize = 32,
        Size2D? imageSize = null,
        bool shuffle = true,
        int? seed = null,
        double validationSplit = 0,
        Subset? subset = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        RequireDefined(labelMode, nameof(labelMode));
        RequireDefined(colorMode, nameof(colorMode));
        RequirePositive(batchSize ?? 1, nameof(batchSize));
        this.imageSize = imageSize ?? DefaultSize;
        RequirePositive(Math.Min(this.imageSize.Height, this.imageSize.Width), nameof(imageSize));
        RequireSplit(validationSplit, subset);
        if (labelMode == LabelMode.None && classNames is not null)
            throw new ArgumentException("Pictures without labels have no classes.", nameof(classNames));
        (this.directory, this.colorMode, this.batchSize, this.shuffle, this.seed) = (directory, colorMode, batchSize, shuffle, seed);
        this.labelMode = labelMode;

        PictureFiles all = labelMode == LabelMode.None ? PictureFiles.FindAll(directory) : PictureFiles.FindClasses(directory, classNames);
        if (labelMode == LabelMode.Binary && all.ClassNames.Length != 2)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"LabelMode.Binary is for two classes; '{directory}' has {all.ClassNames.Length}."), nameof(labelMode));
        if (shuffle)
            all = all.Shuffled(seed ?? 0);
        files = subset is { } part ? all.Part(validationSplit, part) : all;
        ClassNames = Array.AsReadOnly(files.ClassNames);
        FilePaths = Array.AsReadOnly(files.Paths);
        Classes = Array.AsReadOnly(files.Classes);
    }

    /// <summary>The names of the classes, in the order of their indices: <c>model.Labels = folder.ClassNames</c>.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The paths of the files, in the order of a pass that is not shuffled.</summary>
    public IReadOnlyList<string> FilePaths { get; }

    /// <summary>The index of the class of each file, in the order of <see cref="FilePaths"/>; all 0 without labels.</summary>
    public IReadOnlyList<int> Classes { get; }

    /// <inheritdoc/>
    public override long? Count => batchSize is int size ? (files.Paths.Length + size - 1) / size : files.Paths.Length;

    /// <inheritdoc/>
    public override bool IsBatched => batchSize is not null;

    /// <inheritdoc/>
    public override string ToString()
    {
        string order = shuffle ? ", shuffled" : "", batches = batchSize is int size ? $", in batches of {size}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{files.Paths.Length} pictures in '{directory}'{order}{batches}");
    }

    /// <inheritdoc/>
    protected override IEnumerable<DatasetElement> Read(DatasetPass pass)
    {
        int[] order = OrderOf(pass);
        IEnumerable<Tensor> pictures = DecodeAhead.Read(
            order.Select(index => files.Paths[index]), LoadResized, Math.Max(batchSize ?? 1, 2 * Environment.ProcessorCount), pass.CancellationToken);
        return batchSize is int size ? Batches(order, pictures, size) : Samples(order, pictures);
    }

    private int[] OrderOf(DatasetPass pass)
    {
        int[] order = [.. Enumerable.Range(0, files.Paths.Length)];
        if (shuffle)
            new RandomStream(seed ?? pass.Seed, pass.Number).Shuffle(order.AsSpan());
        return order;
    }

    private IEnumerable<DatasetElement> Samples(int[] order, IEnumerable<Tensor> pictures)
    {
        int next = 0;
        foreach (Tensor picture in pictures)
            yield return new DatasetElement(picture, TargetOf(order.AsSpan(next++, 1), isBatch: false));
    }

    private IEnumerable<DatasetElement> Batches(int[] order, IEnumerable<Tensor> pictures, int size)
    {
        int first = 0;
        foreach (Tensor[] chunk in pictures.Chunk(size))
        {
            var batch = new Tensor([chunk.Length, .. chunk[0].Shape]);
            for (int i = 0; i < chunk.Length; i++)
                chunk[i].AsSpan().CopyTo(batch.AsSpan().Slice(i * chunk[i].Length, chunk[i].Length));
            yield return new DatasetElement(batch, TargetOf(order.AsSpan(first, chunk.Length), isBatch: true));
            first += chunk.Length;
        }
    }

    private Tensor? TargetOf(ReadOnlySpan<int> pictures, bool isBatch)
    {
        int width = labelMode switch { LabelMode.Categorical => ClassNames.Count, LabelMode.Binary => 1, LabelMode.Int => 0, _ => -1 };
        if (width < 0)
            return null;
        int[] sample = width == 0 ? [] : [width];
        var target = new Tensor(isBatch ? [pictures.Length, .. sample] : [.. sample]);
        for (int i = 0; i < pictures.Length; i++)
        {
            int index = files.Classes[pictures[i]];
            if (labelMode == LabelMode.Categorical)
                target.AsSpan()[i * width + index] = 1;
            else
                target.AsSpan()[i] = index;
        }

        return target;
    }

    private Tensor LoadResized(string path)
    {
        Tensor picture = Picture.Load(path, colorMode);
        return picture.Shape[0] == imageSize.Height && picture.Shape[1] == imageSize.Width
            ? picture
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"The file '{path}' has {picture.Shape[1]}×{picture.Shape[0]} pixels; {imageSize.Width}×{imageSize.Height} are required."));
    }

    private static void RequireSplit(double validationSplit, Subset? subset)
    {
        if (validationSplit is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(validationSplit), validationSplit.ToString(CultureInfo.InvariantCulture),
                "'validationSplit' must be at least 0 and less than 1.");
        if (subset is { } part)
            RequireDefined(part, nameof(subset));
        if (validationSplit > 0 != subset is not null)
            throw new ArgumentException("'validationSplit' and 'subset' belong together: the fraction of the pictures for validation, and the part "
                + "that this data set has.", subset is null ? nameof(subset) : nameof(validationSplit));
    }

    private static void RequireDefined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw new ArgumentOutOfRangeException(
                name, value, $"'{name}' is one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
    }

    private static void RequirePositive(int value, string name)
    {
        if (value < 1)
            throw new ArgumentOutOfRangeException(name, value.ToString(CultureInfo.InvariantCulture), $"'{name}' must be at least 1.");
    }
}
