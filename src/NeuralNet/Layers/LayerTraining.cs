namespace NeuralNet;

/// <summary>The training of one layer's parameters, as all models that share the layer see it.</summary>
internal sealed class LayerTraining
{
    /// <summary>The number of training steps begun and ended: odd while a step changes the parameters.</summary>
    public int Steps;

    /// <summary>The name of the model whose training changes the parameters; null while none does.</summary>
    public string? Model { get; set; }
}
