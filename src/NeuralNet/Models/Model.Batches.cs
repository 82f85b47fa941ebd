namespace NeuralNet;

public partial class Model
{
    /// <summary>Lists of one tensor, written only while the model is reserved for a step.</summary>
    private readonly Tensor[] onlyX = new Tensor[1], onlyY = new Tensor[1], onlyWeight = new Tensor[1];
    private SingleSteps? singleSteps;

    /// <summary>
    /// Trains the model on one batch with one step, as Fit does for each batch. The memory of the step is kept for further batches of the
    /// same size.
    /// </summary>
    /// <param name="x">The inputs of the batch, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="sampleWeight">The weight of each sample in the loss, or of each step of a sample.</param>
    /// <returns>The loss and the metrics of this batch alone, computed with the weights from before the step.</returns>
    /// <exception cref="InvalidOperationException">
    /// The model is not compiled, or the model or a layer that the model shares with another one is being trained already.
    /// </exception>
    /// <exception cref="ArgumentException">The data do not fit the model or the loss, or contain NaN or infinity.</exception>
    /// <exception cref="TrainingDivergedException">The loss is NaN or infinite; the model is unchanged.</exception>
    public Evaluation TrainOnBatch(Tensor x, Tensor y, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        stepGuard.BeginTraining(nameof(TrainOnBatch));
        try
        {
            (onlyX[0], onlyY[0], onlyWeight[0]) = (x, y, sampleWeight!);
            return Steps(nameof(TrainOnBatch)).Train(onlyX, onlyY, sampleWeight is null ? null : onlyWeight);
        }
        finally
        {
            stepGuard.EndTraining();
        }
    }

    /// <summary>
    /// Trains a model with several inputs or outputs on one batch with one step. <paramref name="sampleWeight"/> is one tensor for all
    /// outputs or one for each output, null for an output whose samples all weigh 1.
    /// </summary>
    /// <inheritdoc cref="TrainOnBatch(Tensor, Tensor, Tensor?)"/>
    public Evaluation TrainOnBatch(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight = null)
    {
        stepGuard.BeginTraining(nameof(TrainOnBatch));
        try
        {
            return Steps(nameof(TrainOnBatch)).Train(x, y, sampleWeight);
        }
        finally
        {
            stepGuard.EndTraining();
        }
    }

    /// <summary>
    /// Computes the loss and the metrics of one batch without changing the model. The memory is kept for further batches of the same size.
    /// </summary>
    /// <param name="x">The inputs of the batch, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="sampleWeight">The weight of each sample in the loss, or of each step of a sample.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled, or is being trained already.</exception>
    /// <exception cref="ArgumentException">The data do not fit the model or the loss, or contain NaN or infinity.</exception>
    public Evaluation TestOnBatch(Tensor x, Tensor y, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        stepGuard.Begin(nameof(TestOnBatch));
        try
        {
            (onlyX[0], onlyY[0], onlyWeight[0]) = (x, y, sampleWeight!);
            return Test(onlyX, onlyY, sampleWeight is null ? null : onlyWeight);
        }
        finally
        {
            stepGuard.End();
        }
    }

    /// <summary>
    /// Computes the losses and the metrics of one batch of a model with several inputs or outputs. <paramref name="sampleWeight"/> is one
    /// tensor for all outputs or one for each output, null for an output whose samples all weigh 1.
    /// </summary>
    /// <inheritdoc cref="TestOnBatch(Tensor, Tensor, Tensor?)"/>
    public Evaluation TestOnBatch(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight = null)
    {
        stepGuard.Begin(nameof(TestOnBatch));
        try
        {
            return Test(x, y, sampleWeight);
        }
        finally
        {
            stepGuard.End();
        }
    }

    /// <summary>Computes the outputs for all rows of x in one batch. Safe to call from many threads at once.</summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <exception cref="ArgumentException">The shape of x does not fit, or the model has several inputs or outputs.</exception>
    /// <exception cref="InvalidOperationException">
    /// A training step changed the layers during the call. Callbacks run between steps and may predict.
    /// </exception>
    public Tensor PredictOnBatch(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        RequireSingle();
        if (x.Rows == 0 || !x.Shape.IsBatchOf(Graph.Nodes[Graph.Inputs[0]].OutputShape))
            x = DataAlignment.Inputs(Graph, [x])[0];
        int begun = stepGuard.BeginPrediction();
        ExecutionPlan plan = plans.Rent([x], x.Rows);
        try
        {
            x.Data.CopyTo(plan.Inputs[0].Data);
            plan.Forward();
            stepGuard.EndPrediction(begun);
            return plan.Outputs[0].Clone();
        }
        finally
        {
            plans.Return(plan);
        }
    }

    /// <summary>Computes the outputs of a model with several inputs or outputs for all rows in one batch.</summary>
    /// <inheritdoc cref="PredictOnBatch(Tensor)"/>
    public IReadOnlyList<Tensor> PredictOnBatch(IReadOnlyList<Tensor> x) => Predict(x, batchSize: Math.Max(1, RowsOf(x)));

    private Evaluation Test(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight)
    {
        SingleSteps steps = Steps(nameof(TestOnBatch));
        int begun = stepGuard.BeginPrediction();
        Evaluation evaluation = steps.Test(x, y, sampleWeight);
        stepGuard.EndPrediction(begun);
        return evaluation;
    }

    private SingleSteps Steps(string operation)
    {
        CompileSettings compiled = RequireCompiled(operation);
        if (singleSteps is null || !singleSteps.IsCurrent)
        {
            Trainability.Check(Graph);
            singleSteps = new SingleSteps(Graph, compiled, optimizerState!, this, PrepareBatch);
        }

        return singleSteps;
    }

    private (AlignedArrays Data, IReadOnlyList<Loss> Losses) PrepareBatch(
        IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight)
    {
        IReadOnlyList<Loss> losses = Resolve(RequireCompiled(nameof(TrainOnBatch)).Losses, y);
        return (AlignedArrays.Of(Graph, losses, x, y, sampleWeight, DataNames.Arguments), losses);
    }

    private static int RowsOf(IReadOnlyList<Tensor> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Count == 0 || x[0] is null ? 0 : x[0].Rows;
    }
}
