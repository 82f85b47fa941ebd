namespace NeuralNet;

public partial class Model
{
    /// <summary>Computes the loss and the metrics on the given data. The model is unchanged.</summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="batchSize">
    /// The number of rows of a batch; 32 by default, or the number that divides the data into <paramref name="steps"/> batches.
    /// </param>
    /// <param name="sampleWeight">
    /// The weight of each sample in the loss: one for each row of x, or one for each step of outputs of shape (rows, steps, features).
    /// </param>
    /// <param name="steps">The maximum number of batches to read, from the first on; all by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <exception cref="InvalidOperationException">
    /// The model is not compiled, or a training step changed the layers during the call.
    /// </exception>
    /// <exception cref="ArgumentException">The data do not fit the model, the loss or a metric, or contain NaN or infinity.</exception>
    /// <exception cref="ArgumentOutOfRangeException">batchSize or steps is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Evaluation Evaluate(
        Tensor x, Tensor y, int? batchSize = null, Tensor? sampleWeight = null, int? steps = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Evaluate([x], [y], batchSize, sampleWeight is null ? null : [sampleWeight], steps, cancellationToken);
    }

    /// <summary>
    /// Computes the losses and the metrics of a model with several inputs or outputs. The model is unchanged.
    /// <paramref name="sampleWeight"/> is one tensor for all outputs or one for each output, null for an output whose samples all weigh 1.
    /// </summary>
    /// <inheritdoc cref="Evaluate(Tensor, Tensor, int?, Tensor?, int?, CancellationToken)"/>
    public Evaluation Evaluate(
        IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, int? batchSize = null, IReadOnlyList<Tensor?>? sampleWeight = null,
        int? steps = null, CancellationToken cancellationToken = default)
    {
        return Evaluate(new ArrayDataset(x, y, sampleWeight), batchSize, steps, cancellationToken);
    }

    /// <summary>Computes the losses and the metrics on a data set. The model is unchanged.</summary>
    /// <param name="data">The inputs and the targets.</param>
    /// <param name="batchSize">
    /// The number of samples of a batch; 32 by default, or for tensors the number that divides them into <paramref name="steps"/> batches.
    /// Data that are batched already keep their size.
    /// </param>
    /// <param name="steps">The maximum number of batches to read, from the first on; all by default.</param>
    /// <param name="cancellationToken">Cancels the call between two batches.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled, or the data cannot be read.</exception>
    /// <exception cref="ArgumentException">The data do not fit the model, the loss or a metric, or contain NaN or infinity.</exception>
    /// <exception cref="ArgumentOutOfRangeException">batchSize or steps is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Evaluation Evaluate(Dataset data, int? batchSize = null, int? steps = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return EvaluatePart(data, batchSize, steps, strategy: null, cancellationToken)!;
    }

    /// <summary>Evaluates one part of each batch; returns null if one of several processes was cancelled.</summary>
    private Evaluation? EvaluatePart(
        Dataset data, int? batchSize, int? steps, TrainingStrategy? strategy, CancellationToken cancellationToken)
    {
        CompileSettings compiled = RequireCompiled(nameof(Evaluate));
        Require.PositiveIfGiven(batchSize);
        Require.PositiveIfGiven(steps);
        RankExchange? exchange = RankExchange.For(strategy);
        var prepared = UnlessCancelled<(PassData Data, IReadOnlyList<Loss> Losses)?>(
            () => PrepareEvaluation(data, batchSize, steps, compiled, cancellationToken), exchange, cancellationToken);
        using PassData? passData = prepared?.Data;
        bool isCancelled = exchange?.BeginWork(SharedWork.Evaluate, prepared is null) ?? false;
        if (isCancelled || prepared is null)
            return null;
        int begun = stepGuard.BeginPrediction();
        Evaluation? evaluation = new Trainer(this, Graph, compiled, prepared.Value.Losses, optimizerState!).Evaluate(
            prepared.Value.Data, steps, strategy, cancellationToken);
        stepGuard.EndPrediction(begun);
        return evaluation;
    }
}
