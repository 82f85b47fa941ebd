using My.Layers;
using NeuralNet;

/// <summary>The program of docs/generated-code.md, word for word between the marks.</summary>
internal static class GeneratedCode
{
    public static (Model Model, Model Again) Run()
    {
        // <page>
        Model model = new Sequential(3, seed: 1).ShiftedReLU(shift: 2, initializer: "ones").Dense(1);
        float shift = ((ShiftedReLU)model.Layers[0]).Shift;

        model.Save("shifted.safetensors");
        Model again = Model.Load("shifted.safetensors", new CustomObjects().AddNeuralNetExtensibilityTests());
        // </page>
        Assert.Equal(2, shift);
        return (model, again);
    }
}
