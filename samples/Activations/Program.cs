using System.Diagnostics;
using System.Text;
using NeuralNet;

Console.OutputEncoding = Encoding.UTF8;
var watch = Stopwatch.StartNew();
Neuron[] neurons = [new("step"), new("sigmoid"), new("tanh"), new("relu"), new("linear")];

Console.WriteLine("One neuron: y = f(w·x + b), here with w = 1 and b = 0, so that y = f(x).");
Console.WriteLine("f′ is what training would follow: dy/dx by backpropagation.");
Console.WriteLine();

Console.WriteLine($"{"x",6}{string.Concat(neurons.Select(neuron => $"{neuron.Name,10}{"f′",9}"))}");
for (float x = -3; x <= 3; x += 0.5f)
    Console.WriteLine($"{x,6:F1}{string.Concat(neurons.Select(neuron => $"{neuron.Value(x),10:F4}{neuron.Derivative(x),9:F4}"))}");

foreach (Neuron neuron in neurons)
{
    Console.WriteLine();
    Console.WriteLine($"{neuron.Name}:  ● f   · f′");
    Plot.Write(neuron.Value, neuron.Derivative);
    if (neuron.WhyItCannotLearn is string reason)
        Console.WriteLine($"Asked to train it, the library says: {reason}");
}

Console.WriteLine();
Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");
