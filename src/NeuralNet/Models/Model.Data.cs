using System.Globalization;

namespace NeuralNet;

/// <remarks>This part prepares data sets for the passes that read them.</remarks>
public partial class Model
{
    private FitData PrepareFit(Dataset data, FitOptions options, CompileSettings compiled, CancellationToken cancellationToken)
    {
        if (data is ArrayDataset arrays)
            return PrepareFit(arrays, options, compiled, cancellationToken);
        if (options.ValidationData is null && options.ValidationSplit > 0)
            throw new ArgumentException($"validationSplit sets rows of tensors apart; the training data ({data}) are read one after the "
                + "other. Give ValidationData: data.Take(1000), and train on data.Skip(1000).", "validationSplit");
        BatchStream stream = OpenStream(
            data, options.BatchSize, options.StepsPerEpoch, optimizerState!.Epoch, DataNames.Training, cancellationToken);
        try
        {
            IReadOnlyList<Loss> losses = Resolve(compiled.Losses, stream.Peek().Targets);
            PassData training = Align(stream, losses, options.CheckFinite, options.ClassWeight, DataNames.Training);
            return new FitData(training, PrepareValidation(options, losses, cancellationToken), losses);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private FitData PrepareFit(ArrayDataset data, FitOptions options, CompileSettings compiled, CancellationToken cancellationToken)
    {
        IReadOnlyList<Loss> losses = Resolve(compiled.Losses, data.Y);
        AlignedArrays training = Align(data, losses, DataNames.Training, options.CheckFinite);
        AlignedArrays? setApart = null;
        if (options.ValidationData is null && options.ValidationSplit > 0)
            (training, setApart) = training.Split(options.ValidationSplit);
        if (options.ClassWeight is { } classWeight)
            training = training with { SampleWeights = [SampleWeights.OfClasses(classWeight, training.Targets[0])] };
        int? batchSize = BatchSizeOf(data, options.BatchSize, DataNames.Training);
        var passData = new ArrayPassData(training, batchSize ?? BatchSizeFor(options.StepsPerEpoch, training))
        {
            DropRemainder = data.Order.DropRemainder,
            Shuffle = data.Order.IsShuffled ? true : data.IsBatched ? false : options.Shuffle,
            ShuffleSeed = data.Order.ShuffleSeed,
        };
        RequireBatch(passData, DataNames.Training);
        int? validationSize = options.ValidationBatchSize ?? batchSize;
        return new FitData(
            passData,
            setApart is null
                ? PrepareValidation(options, losses, cancellationToken)
                : new ArrayPassData(setApart, validationSize ?? BatchSizeFor(options.ValidationSteps, setApart)),
            losses);
    }

    private PassData? PrepareValidation(FitOptions options, IReadOnlyList<Loss> losses, CancellationToken cancellationToken)
    {
        if (options.ValidationData is not { } data)
            return null;
        int? batchSize = options.ValidationBatchSize ?? (data.IsBatched ? null : options.BatchSize);
        return data is ArrayDataset arrays
            ? PrepareArrays(arrays, batchSize, options.ValidationSteps, losses, DataNames.Validation, options.CheckFinite)
            : Align(
                OpenStream(data, batchSize, options.ValidationSteps, 0, DataNames.Validation, cancellationToken),
                losses, options.CheckFinite, null, DataNames.Validation);
    }

    private (PassData Data, IReadOnlyList<Loss> Losses) PrepareEvaluation(
        Dataset data, int? batchSize, int? steps, CompileSettings compiled, CancellationToken cancellationToken)
    {
        if (data is ArrayDataset arrays)
        {
            IReadOnlyList<Loss> losses = Resolve(compiled.Losses, arrays.Y);
            return (PrepareArrays(arrays, batchSize, steps, losses, DataNames.Arguments), losses);
        }

        BatchStream stream = OpenStream(data, batchSize, steps, 0, DataNames.Arguments, cancellationToken);
        try
        {
            IReadOnlyList<Loss> losses = Resolve(compiled.Losses, stream.Peek().Targets);
            return (Align(stream, losses, checkFinite: true, null, DataNames.Arguments), losses);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Prepares data for an evaluation; they are shuffled only if the caller shuffled them.</summary>
    private ArrayPassData PrepareArrays(
        ArrayDataset data, int? batchSize, int? steps, IReadOnlyList<Loss> losses, DataNames names, bool checkFinite = true)
    {
        AlignedArrays arrays = Align(data, losses, names, checkFinite);
        var passData = new ArrayPassData(arrays, BatchSizeOf(data, batchSize, names) ?? BatchSizeFor(steps, arrays))
        {
            DropRemainder = data.Order.DropRemainder,
            Shuffle = data.Order.IsShuffled,
            ShuffleSeed = data.Order.ShuffleSeed,
        };
        RequireBatch(passData, names);
        return passData;
    }

    private AlignedArrays Align(ArrayDataset data, IReadOnlyList<Loss> losses, DataNames names, bool checkFinite) =>
        AlignedArrays.Of(Graph, losses, data.X, data.Y, data.SampleWeight, names, checkFinite);

    private StreamPassData Align(
        BatchStream stream, IReadOnlyList<Loss> losses, bool checkFinite, IReadOnlyDictionary<int, float>? classWeight, DataNames names)
    {
        var alignment = new BatchAlignment(Graph, losses, checkFinite, classWeight, names.LetsNaNThrough);
        try
        {
            return new StreamPassData(stream, alignment, alignment.Align(stream.Peek()));
        }
        catch (Exception exception)
        {
            ArgumentException? wrong = exception is ArgumentException argument ? stream.Wrong(argument) : null;
            stream.Dispose();
            if (wrong is not null)
                throw wrong;
            throw;
        }
    }

    /// <summary>Starts to read a data set in batches.</summary>
    /// <exception cref="ArgumentException">The data are empty, never end, or have a batch size of their own.</exception>
    private BatchStream OpenStream(
        Dataset data, int? batchSize, int? steps, long number, DataNames names, CancellationToken cancellationToken)
    {
        if (data.IsEndless && steps is null)
            throw new ArgumentException($"The {names.What} ({data}) never end. Give {names.Steps}, the number of batches to take.",
                names.Steps);
        RefuseBatchSize(data, batchSize, names);
        Dataset batches = data.IsBatched ? data : data.Batch(batchSize ?? DefaultBatch);
        var stream = new BatchStream(batches, names, isLimited: steps is null, cancellationToken);
        try
        {
            stream.Begin(Seed, number, 0);
            stream.Peek();
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static int? BatchSizeOf(ArrayDataset data, int? batchSize, DataNames names)
    {
        RefuseBatchSize(data, batchSize, names);
        return data.Order.BatchSize ?? batchSize;
    }

    private static void RefuseBatchSize(Dataset data, int? batchSize, DataNames names)
    {
        if (data.IsBatched && batchSize is not null)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The {names.What} ({data}) are batched already, so that a batch "
                + $"size of {batchSize} has no effect. Leave it out."), names.BatchSize);
    }

    private static void RequireBatch(ArrayPassData data, DataNames names)
    {
        if (new Batches(data.Arrays.Rows, data.BatchSize, data.DropRemainder).Count == 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The {names.What} have {Counted.Of(data.Arrays.Rows, "row")}, "
                + $"which make no whole batch of {data.BatchSize}."), names.Data);
    }

    /// <summary>Returns the batch size that divides the data into a number of steps. Keras: data_adapters/array_data_adapter.py.</summary>
    private static int BatchSizeFor(int? steps, AlignedArrays data) =>
        steps is int count ? (int)(((long)data.Rows + count - 1) / count) : DefaultBatch;
}
