namespace NeuralNet;

/// <content>Evaluation and prediction by several processes.</content>
public partial class Model
{
    /// <summary>
    /// Computes the losses and the metrics on a data set with several processes, each of which computes a part of the rows of every batch.
    /// All processes call the method with the same data and return the figures of all rows. The model is unchanged.
    /// </summary>
    /// <param name="data">The inputs and the targets.</param>
    /// <param name="strategy">The processes.</param>
    /// <param name="batchSize">The number of samples of a batch of all processes; see the other overloads.</param>
    /// <param name="steps">The maximum number of batches to read, from the first on; all by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches, on all processes.</param>
    /// <exception cref="InvalidOperationException">
    /// The model is not compiled, the data cannot be read, or the processes have different weights or data.
    /// </exception>
    /// <exception cref="ArgumentException">The data do not fit the model, the loss or a metric, or contain NaN or infinity.</exception>
    /// <exception cref="ArgumentOutOfRangeException">batchSize or steps is less than 1.</exception>
    /// <exception cref="NotSupportedException">A metric cannot be merged.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="RankFailedException">Another process has failed.</exception>
    public Evaluation Evaluate(
        Dataset data, TrainingStrategy strategy, int? batchSize = null, int? steps = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(strategy);
        return StrategyParts.Run(strategy, (part, _) => EvaluatePart(data, batchSize, steps, part, cancellationToken))
            ?? throw Cancelled(cancellationToken);
    }

    /// <summary>
    /// Computes the outputs for each row of x with several processes, each of which computes a part of the rows. All processes call the
    /// method with the same x and return all outputs.
    /// </summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="strategy">The processes.</param>
    /// <param name="batchSize">The number of rows of a batch of one process; 256 by default. Results depend on it by rounding only.</param>
    /// <param name="cancellationToken">Cancels the call between two batches, on all processes.</param>
    /// <exception cref="ArgumentException">The shape of x does not fit, or the model has several inputs or outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">batchSize is less than 1.</exception>
    /// <exception cref="InvalidOperationException">
    /// A training step changed the layers during the call, or the processes have different weights or rows.
    /// </exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="RankFailedException">Another process has failed.</exception>
    public Tensor Predict(
        Tensor x, TrainingStrategy strategy, int batchSize = DefaultPredictionBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(strategy);
        return StrategyParts.Run(strategy, (part, _) => PredictPart(x, part, batchSize, cancellationToken))
            ?? throw Cancelled(cancellationToken);
    }

    /// <summary>Predicts a part of the rows and collects all; returns null if one of several processes was cancelled.</summary>
    private Tensor? PredictPart(Tensor x, TrainingStrategy strategy, int batchSize, CancellationToken cancellationToken)
    {
        if (RankExchange.For(strategy) is not { } exchange)
            return Predict(x, batchSize, cancellationToken);
        RequireSingle();
        Require.Positive(batchSize);
        Tensor[] inputs = DataAlignment.Inputs(Graph, [x]);
        exchange.BeginWork(SharedWork.Predict, isCancelled: false);
        exchange.RequireSameEvaluation(Graph, inputs[0].Rows, batchSize);
        (int start, int count) = exchange.RowsOf(inputs[0].Rows);
        Tensor? own = count == 0
            ? null
            : UnlessCancelled(() => Predict(inputs[0].Slice(start, count), batchSize, cancellationToken), exchange, cancellationToken);
        if (exchange.Any(own is null && count > 0))
            return null;
        var all = new Tensor(Graph.OutputShapesFor(inputs)[0]);
        exchange.GatherRows(own, all);
        return all;
    }

    /// <summary>
    /// Returns the result of work; null if this one of several processes is cancelled meanwhile, which the caller tells the others.
    /// </summary>
    private static T? UnlessCancelled<T>(Func<T> work, RankExchange? exchange, CancellationToken cancellationToken)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException) when (exchange is not null && cancellationToken.IsCancellationRequested)
        {
            return default;
        }
    }

    private static OperationCanceledException Cancelled(CancellationToken cancellationToken) =>
        new("One of the processes was cancelled.", cancellationToken);
}
