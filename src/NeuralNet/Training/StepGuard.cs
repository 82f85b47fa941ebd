namespace NeuralNet;

/// <summary>
/// Detects work of a model that overlaps a training of its layers, by the model itself or by another model that shares the layers. A
/// training claims the layers that it changes; a second claim is refused. A prediction that overlaps a training step is detected by
/// counters, which are odd during a step and which the prediction reads before and after: predictions neither wait nor write. This is the
/// reader's side of a sequence lock.
/// </summary>
internal sealed class StepGuard
{
    /// <summary>The lock of all claims of layers, so that exactly one of two trainings that start at the same time succeeds.</summary>
    private static readonly Lock Claims = new();

    private const string PredictionRemedy = "Predict and Evaluate in a callback, which Fit calls between its steps, or after training; to "
        + "predict on another thread meanwhile, load a saved copy of the model.";

    private const string GradientPassRemedy = "Run a gradient pass in a callback, which Fit calls between its steps, or after training, and "
        + "call Forward again after a step; for passes on another thread meanwhile, load a saved copy of the model.";

    private readonly string modelName;
    private readonly LayerGraph graph;
    private readonly Layer[] layers;
    private readonly LayerTraining[] trainings, claimed;
    private int claimedCount, isBusy;

    /// <param name="modelName">The name of the model, for messages.</param>
    /// <param name="graph">The layers of the model.</param>
    public StepGuard(string modelName, LayerGraph graph)
    {
        this.modelName = modelName;
        this.graph = graph;
        layers = [.. graph.Parameters.Select(parameter => parameter.Owner).Distinct()];
        trainings = [.. layers.Select(layer => layer.Training)];
        claimed = new LayerTraining[trainings.Length];
    }

    /// <summary>Begins work of which the model can do only one at a time.</summary>
    /// <exception cref="InvalidOperationException">
    /// Other such work is in progress, on another thread or in a caller of this method.
    /// </exception>
    public void Begin(string operation)
    {
        if (Interlocked.Exchange(ref isBusy, 1) != 0)
            throw new InvalidOperationException($"The model '{modelName}' is being trained already, so {operation} has to wait until "
                + "that has ended. Callbacks may call Evaluate and Predict.");
    }

    /// <summary>Ends work that <see cref="Begin"/> began.</summary>
    public void End() => Volatile.Write(ref isBusy, 0);

    /// <summary>Begins a training like <see cref="Begin"/>, and claims the trainable layers.</summary>
    /// <exception cref="InvalidOperationException">
    /// The model is being trained, or another model that shares a trainable layer is.
    /// </exception>
    public void BeginTraining(string operation)
    {
        Begin(operation);
        lock (Claims)
        {
            for (int i = 0; i < layers.Length; i++)
            {
                if (trainings[i].Model is not { } other)
                    continue;
                End();
                throw new InvalidOperationException($"The layer '{PathOf(layers[i])}' of the model '{modelName}' is being trained by "
                    + $"the model '{other}', which shares it, so {operation} has to wait until that has ended. Two models may train at "
                    + "the same time if the layers that they share are frozen.");
            }

            claimedCount = 0;
            for (int i = 0; i < layers.Length; i++)
            {
                if (!layers[i].IsTrainable)
                    continue;
                trainings[i].Model = modelName;
                claimed[claimedCount++] = trainings[i];
            }
        }
    }

    /// <summary>Ends a training and releases its layers.</summary>
    public void EndTraining()
    {
        lock (Claims)
        {
            for (int i = 0; i < claimedCount; i++)
                claimed[i].Model = null;
            claimedCount = 0;
        }

        End();
    }

    /// <summary>Begins a step, which changes the layers that the training has claimed.</summary>
    public void BeginStep()
    {
        CountStep();
        Volatile.WriteBarrier();
    }

    /// <summary>Ends a step.</summary>
    public void EndStep()
    {
        Volatile.WriteBarrier();
        CountStep();
    }

    /// <summary>Begins a prediction, or other work that reads the layers.</summary>
    /// <returns>The state of the layers, for <see cref="EndPrediction"/>.</returns>
    /// <exception cref="InvalidOperationException">A training step is in progress.</exception>
    public int BeginPrediction() => CountSteps() ?? throw Overlap(PredictionRemedy);

    /// <summary>Ends a prediction.</summary>
    /// <exception cref="InvalidOperationException">A training step has begun since <see cref="BeginPrediction"/>.</exception>
    public void EndPrediction(int begun)
    {
        if (HasChangedSince(begun))
            throw Overlap(PredictionRemedy);
    }

    /// <summary>Begins a <see cref="GradientPass"/>.</summary>
    /// <returns>The state of the layers, for <see cref="EndGradientPass"/>.</returns>
    /// <exception cref="InvalidOperationException">A training step is in progress.</exception>
    public int BeginGradientPass() => CountSteps() ?? throw Overlap(GradientPassRemedy);

    /// <summary>Ends the forward or the backward part of a <see cref="GradientPass"/>.</summary>
    /// <exception cref="InvalidOperationException">A training step has begun since <see cref="BeginGradientPass"/>.</exception>
    public void EndGradientPass(int begun)
    {
        if (HasChangedSince(begun))
            throw Overlap(GradientPassRemedy);
    }

    /// <summary>Returns the number of steps of all layers; null if a step is in progress.</summary>
    private int? CountSteps()
    {
        int sum = 0, odd = 0;
        foreach (LayerTraining training in trainings)
        {
            int steps = Volatile.Read(ref training.Steps);
            sum += steps;
            odd |= steps;
        }

        return (odd & 1) == 0 ? sum : null;
    }

    private bool HasChangedSince(int begun)
    {
        Volatile.ReadBarrier();
        foreach (LayerTraining training in trainings)
            begun -= training.Steps;
        return begun != 0;
    }

    /// <summary>Returns the path of a layer, or of the layer of the model with the same parameters.</summary>
    private string PathOf(Layer layer)
    {
        string path = graph.PathOf(layer.Parameters[0]);
        return path[..path.LastIndexOf('/')];
    }

    /// <summary>Increments the counters of the claimed layers, which no other thread writes.</summary>
    private void CountStep()
    {
        for (int i = 0; i < claimedCount; i++)
            claimed[i].Steps++;
    }

    private InvalidOperationException Overlap(string remedy) => new(
        $"A training step, of the model '{modelName}' or of one that shares its layers, changed weights while '{modelName}' was "
            + $"computing; the result would be made of weights from before and after the step. {remedy}");
}
