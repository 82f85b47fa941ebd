namespace NeuralNet;

/// <summary>Runs a cell over the steps of sequences, in passes of a recurrent layer.</summary>
internal abstract class CellSequence
{
    /// <summary>Declares the memory of passes.</summary>
    public abstract void Declare(LayerBuilder builder);

    /// <summary>Computes what follows from the shapes of a plan.</summary>
    public virtual object? Prepare(PassShapes shapes) => null;

    /// <summary>Computes the outputs and the final states from the initial ones.</summary>
    public abstract void Forward(Frame frame, RecurrentLayer layer);

    /// <summary>Computes the gradients of the parameters, the inputs and the initial states.</summary>
    public abstract void Backward(Frame frame, RecurrentLayer layer);

    /// <summary>Updates the statistics of the cell after a training step.</summary>
    public virtual void UpdateStatistics(Frame frame)
    {
    }
}
