using System.Globalization;
using NeuralNet.Tests;

// What a test starts in a process of its own, to kill it: the training of this name, in this folder, which after so many batches
// waits for its end.
ResumableTraining.RunChild(args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
