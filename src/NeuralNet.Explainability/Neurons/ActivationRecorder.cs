namespace NeuralNet.Explainability;

/// <summary>
/// Records the activations of every neuron of every layer for some inputs. Other threads may use the model at the same time.
/// </summary>
public sealed class ActivationRecorder
{
    private readonly Model model;

    /// <summary>Creates a recorder.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <exception cref="ArgumentException">The model has several inputs or outputs.</exception>
    public ActivationRecorder(Model model)
    {
        Neurons.RequireSingle(model);
        this.model = model;
    }

    /// <summary>Records the outputs of every layer for some rows.</summary>
    /// <param name="x">The rows, as the model takes them.</param>
    /// <param name="cancellationToken">Cancels the work between two batches.</param>
    /// <exception cref="ArgumentException">The shape of x does not fit, there are no rows, or a value is not finite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public ActivationRecording Record(Tensor x, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor rows = Data.Rows(x, model.InputShapes[0], nameof(x));
        IReadOnlyList<(Layer Layer, Tensor Output)> outputs = model.LayerOutputs(rows, cancellationToken: cancellationToken);
        return new ActivationRecording(outputs, [.. outputs.Select(pair => model.PathOf(pair.Layer))]);
    }
}
